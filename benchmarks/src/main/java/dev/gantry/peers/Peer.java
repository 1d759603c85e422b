package dev.gantry.peers;

/** One server or client in one case: what it is, what a round makes it do, and whose processor time counts. */
interface Peer {

    /** How tables name it. */
    String name();

    /** One round; gives the processor time that it took. */
    Cost round() throws Exception;

    /** A round of work done to a running server. */
    static Peer of(String name, ProcessHandle server, Round round) {
        return new Peer() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Cost round() throws Exception {
                Cost before = CpuTime.of(server);
                round.run();
                return CpuTime.of(server).since(before);
            }
        };
    }

    /** The work of one round. */
    @FunctionalInterface
    interface Round {
        void run() throws Exception;
    }
}

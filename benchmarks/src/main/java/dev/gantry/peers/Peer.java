package dev.gantry.peers;

/** One server or client in one case: what it is, what a round makes it do, and whose processor time counts. */
interface Peer {

    /** How tables name it. */
    String name();

    /** One round; gives the processor seconds that it took. */
    double round() throws Exception;

    /** A round of work done to a running server. */
    static Peer of(String name, ProcessHandle server, Round round) {
        return new Peer() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public double round() throws Exception {
                double before = CpuTime.seconds(server);
                round.run();
                return CpuTime.seconds(server) - before;
            }
        };
    }

    /** The work of one round. */
    @FunctionalInterface
    interface Round {
        void run() throws Exception;
    }
}

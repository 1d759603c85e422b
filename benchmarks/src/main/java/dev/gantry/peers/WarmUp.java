package dev.gantry.peers;

import java.util.List;

/**
 * The rounds before those that count: until the compilers of every peer take little, which is a while where the same code
 * runs only a few times a MiB.
 *
 * @param least rounds at least
 * @param most rounds at most, whatever the compilers do
 */
record WarmUp(int least, int most) {

    /** The last rounds, in which the compilers are to take little. */
    private static final int WINDOW = 6;

    private static final double LITTLE = 0.03;

    static WarmUp of(int rounds) {
        return new WarmUp(rounds, rounds);
    }

    /** Whether one more round is needed behind those of each peer. */
    boolean isNeeded(List<List<Cost>> done) {
        int rounds = done.get(0).size();
        return rounds < least || (rounds < most && done.stream().anyMatch(WarmUp::compiles));
    }

    private static boolean compiles(List<Cost> rounds) {
        return rounds.subList(Math.max(0, rounds.size() - WINDOW), rounds.size()).stream()
                        .reduce(Cost.NONE, Cost::plus)
                        .compilersShare()
                > LITTLE;
    }
}

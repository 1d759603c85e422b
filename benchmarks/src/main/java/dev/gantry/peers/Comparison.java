package dev.gantry.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * One case: the peers take turns, round after round, and each is compared with the reference's processor time of the
 * same round. A ratio above 1 means that less processor time was taken than by the reference.
 *
 * @param units how much a round does
 * @param unit what that is counted in, as {@code GiB} or {@code requests}
 * @param peers the first is the reference
 */
record Comparison(String name, double units, String unit, List<Peer> peers) {

    private static final double MICROS = 1e6;

    /** Runs rounds that do not count, then {@code rounds} that do, and gives lines of a Markdown table. */
    List<String> run(WarmUp warmUp, int rounds) throws Exception {
        List<List<Cost>> warming = noRounds();
        while (warmUp.isNeeded(warming)) {
            round(warming);
        }
        List<List<Cost>> counted = noRounds();
        for (int round = 0; round < rounds; round++) {
            round(counted);
        }
        return IntStream.range(0, peers.size())
                .mapToObj(i -> line(i, counted, warming.get(0).size()))
                .toList();
    }

    private List<List<Cost>> noRounds() {
        return peers.stream().<List<Cost>>map(peer -> new ArrayList<>()).toList();
    }

    private void round(List<List<Cost>> costs) throws Exception {
        for (int i = 0; i < peers.size(); i++) {
            costs.get(i).add(peers.get(i).round());
        }
    }

    private String line(int index, List<List<Cost>> costs, int warmUp) {
        double[] took = seconds(costs.get(index));
        double[] reference = seconds(costs.get(0));
        double[] ratios = IntStream.range(0, took.length)
                .mapToDouble(i -> reference[i] / took[i])
                .toArray();
        double compilers =
                costs.get(index).stream().reduce(Cost.NONE, Cost::plus).compilersShare();
        return "| %s | %s | %s | %s | %s |"
                .formatted(
                        name,
                        peers.get(index).name(),
                        cost(took),
                        index == 0 ? "1" : spread(ratios, "%.2f"),
                        index == 0 ? "" : "%.0f %% behind %d rounds".formatted(compilers * 100, warmUp));
    }

    private static double[] seconds(List<Cost> costs) {
        return costs.stream().mapToDouble(Cost::seconds).toArray();
    }

    private String cost(double[] took) {
        boolean requests = unit.equals("requests");
        double scale = requests ? MICROS / units : 1 / units;
        return spread(Arrays.stream(took).map(t -> t * scale).toArray(), requests ? "%.1f" : "%.3f")
                + (requests ? " µs" : " s/GiB");
    }

    private static String spread(double[] values, String format) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        String three = format + " [" + format + "–" + format + "]";
        return String.format(Locale.ROOT, three, median(sorted), sorted[0], sorted[sorted.length - 1]);
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}

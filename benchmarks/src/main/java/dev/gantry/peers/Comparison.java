package dev.gantry.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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

    /** Runs {@code warmUp} rounds that do not count, then {@code rounds} that do, and gives lines of a Markdown table. */
    List<String> run(int warmUp, int rounds) throws Exception {
        Map<Peer, double[]> seconds = new LinkedHashMap<>();
        peers.forEach(peer -> seconds.put(peer, new double[rounds]));
        for (int round = -warmUp; round < rounds; round++) {
            for (Peer peer : peers) {
                double took = peer.round();
                if (round >= 0) {
                    seconds.get(peer)[round] = took;
                }
            }
        }
        List<String> lines = new ArrayList<>();
        seconds.forEach((peer, took) -> lines.add(line(peer, took, seconds.get(peers.get(0)))));
        return lines;
    }

    private String line(Peer peer, double[] took, double[] reference) {
        double[] ratios = new double[took.length];
        for (int i = 0; i < took.length; i++) {
            ratios[i] = reference[i] / took[i];
        }
        return "| %s | %s | %s | %s |"
                .formatted(name, peer.name(), cost(took), peer == peers.get(0) ? "1" : spread(ratios, "%.2f"));
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

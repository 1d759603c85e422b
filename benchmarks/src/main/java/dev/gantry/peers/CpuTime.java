package dev.gantry.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Processor time that a process and its children took, user and system, from Linux's {@code /proc}; steps of 10 ms. */
final class CpuTime {

    private static final double TICKS_PER_SECOND = 100;
    private static final int USER = 11;

    private CpuTime() {}

    /** What it took until now: the process, all its threads, and its children that still run. */
    static Cost of(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .map(each -> of(Path.of("/proc", Long.toString(each.pid()))))
                .reduce(Cost.NONE, Cost::plus);
    }

    private static Cost of(Path process) {
        try {
            return new Cost(seconds(Files.readString(process.resolve("stat"))), compilers(process.resolve("task")));
        } catch (IOException e) {
            throw new UncheckedIOException(process + " is gone", e);
        }
    }

    /** Linux cuts the names of threads off at 15 characters: "C2 CompilerThread0" is "C2 CompilerThre". */
    private static double compilers(Path threads) throws IOException {
        double seconds = 0;
        for (Path thread : listed(threads)) {
            String stat = stat(thread);
            seconds += stat.contains("(C1 Compiler") || stat.contains("(C2 Compiler") ? seconds(stat) : 0;
        }
        return seconds;
    }

    private static List<Path> listed(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }

    /** Empty if the thread has ended meanwhile. */
    private static String stat(Path thread) throws IOException {
        try {
            return Files.readString(thread.resolve("stat"));
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    private static double seconds(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[USER]) + Long.parseLong(fields[USER + 1])) / TICKS_PER_SECOND;
    }
}

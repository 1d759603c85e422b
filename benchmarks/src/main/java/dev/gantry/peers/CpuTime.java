package dev.gantry.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Processor time that a process and its children took, user and system, from Linux's {@code /proc}; steps of 10 ms. */
final class CpuTime {

    private static final double TICKS_PER_SECOND = 100;
    private static final int USER = 11;

    private CpuTime() {}

    /** Seconds until now, of the process, all its threads, and its children that still run. */
    static double seconds(ProcessHandle process) {
        return of(process.pid())
                + process.descendants().mapToDouble(child -> of(child.pid())).sum();
    }

    private static double of(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return (Long.parseLong(fields[USER]) + Long.parseLong(fields[USER + 1])) / TICKS_PER_SECOND;
        } catch (IOException e) {
            throw new UncheckedIOException("process " + pid + " is gone", e);
        }
    }
}

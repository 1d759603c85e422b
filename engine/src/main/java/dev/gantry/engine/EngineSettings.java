package dev.gantry.engine;

import java.time.Duration;

/**
 * The numbers an engine runs by; {@link #defaults()} are good for a small machine.
 *
 * @param slots how many chunks of one store may be worked on at once
 * @param silence after how long without a byte a granted chunk gives its slot to another; it is still accepted later
 * @param patience how long a data request waits for a slot before it is told to come again
 * @param presence how long after its client's last sign of life a job still competes for slots
 * @param md5Limit blobs up to so many bytes get an MD5 besides their CRC32C, whether asked for or not
 * @param freeSpaceFloor below so many free bytes no chunk of a PUT job is granted
 * @param attempts how often a control call to a store is tried
 * @param idle after how long without a sign of life of its client a job ends
 * @param history how long jobs that have ended are kept
 * @param maxJobs how many jobs one user may have at a time, running or being made
 */
public record EngineSettings(
        int slots,
        Duration silence,
        Duration patience,
        Duration presence,
        long md5Limit,
        long freeSpaceFloor,
        int attempts,
        Duration idle,
        Duration history,
        int maxJobs) {

    public EngineSettings {
        if (idle.isNegative() || idle.isZero() || history.isNegative()) {
            throw new IllegalArgumentException("times are not negative, and idle is more than none");
        }
        if (slots < 1 || attempts < 1 || maxJobs < 1 || md5Limit < 0 || freeSpaceFloor < 0) {
            throw new IllegalArgumentException("slots, attempts and maxJobs begin at 1, sizes at 0");
        }
    }

    /** The same numbers with jobs' limits as they are by default: a day idle, 30 days of history, 2,000 a user. */
    public EngineSettings(
            int slots,
            Duration silence,
            Duration patience,
            Duration presence,
            long md5Limit,
            long freeSpaceFloor,
            int attempts) {
        this(
                slots,
                silence,
                patience,
                presence,
                md5Limit,
                freeSpaceFloor,
                attempts,
                Duration.ofHours(24),
                Duration.ofDays(30),
                2000);
    }

    public static EngineSettings defaults() {
        return new EngineSettings(
                8, Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(60), 16L << 20, 256L << 20, 4);
    }

    /** The same with another floor of free space. */
    public EngineSettings withFreeSpaceFloor(long bytes) {
        return new EngineSettings(
                slots, silence, patience, presence, md5Limit, bytes, attempts, idle, history, maxJobs);
    }

    /** The same with another number of slots. */
    public EngineSettings withSlots(int newSlots) {
        return new EngineSettings(
                newSlots, silence, patience, presence, md5Limit, freeSpaceFloor, attempts, idle, history, maxJobs);
    }

    /** The same with another number of jobs a user. */
    public EngineSettings withMaxJobs(int jobs) {
        return new EngineSettings(
                slots, silence, patience, presence, md5Limit, freeSpaceFloor, attempts, idle, history, jobs);
    }
}

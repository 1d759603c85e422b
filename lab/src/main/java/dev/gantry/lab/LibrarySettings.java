package dev.gantry.lab;

import dev.gantry.domain.InvalidValueException;
import java.time.Duration;

/**
 * What a simulated library is made of and how fast it is (docs/lab.md). Times are those of the hardware; {@code speed}
 * divides them.
 *
 * @param cartridges how many there are when the library is new; their barcodes are LAB001L9 and so on
 * @param capacity of each cartridge, in bytes
 * @param drives how many cartridges can be mounted at once
 * @param load from a cartridge in its slot to one that can be read; unloading takes as long
 * @param fullSeek from the beginning of a cartridge to its end; a part of the way takes that part
 * @param rate of a drive, in bytes a second
 * @param cache how many bytes staged copies may take up together
 * @param keep how long a copy stays when nobody says otherwise, in the node's time
 * @param speed how many times faster than hardware the library is, 1 to a million
 * @param readErrors of so many places on tape, from 0 to 1, one cannot be read
 * @param seed chooses those places
 */
public record LibrarySettings(
        int cartridges,
        long capacity,
        int drives,
        Duration load,
        Duration fullSeek,
        long rate,
        long cache,
        Duration keep,
        double speed,
        double readErrors,
        long seed) {

    private static final int MOST_CARTRIDGES = 999;

    public LibrarySettings {
        require(cartridges >= 1 && cartridges <= MOST_CARTRIDGES, "cartridges are 1 to " + MOST_CARTRIDGES);
        require(drives >= 1 && drives <= cartridges, "drives are 1 to as many as there are cartridges");
        require(capacity >= 1 && rate >= 1 && cache >= 1, "capacity, rate and cache are at least 1 byte");
        require(!load.isNegative() && !fullSeek.isNegative(), "times are not negative");
        require(!keep.isNegative() && !keep.isZero(), "keep is more than nothing");
        require(speed >= 1 && speed <= 1_000_000, "speed is 1 to 1,000,000");
        require(readErrors >= 0 && readErrors <= 1, "read-errors are from 0 to 1");
    }

    private static void require(boolean fine, String rule) {
        if (!fine) {
            throw new InvalidValueException("a library's " + rule);
        }
    }

    /** A small library: eight cartridges of 2 GiB, two drives, 8 GiB of cache, as fast as hardware. */
    public static LibrarySettings defaults() {
        return new LibrarySettings(
                8,
                2L << 30,
                2,
                Duration.ofSeconds(25),
                Duration.ofSeconds(100),
                300_000_000,
                8L << 30,
                Duration.ofHours(1),
                1,
                0,
                0);
    }

    /** The same library with other cartridges and drives. */
    public LibrarySettings withCartridges(int number, long bytes, int newDrives) {
        return new LibrarySettings(
                number, bytes, newDrives, load, fullSeek, rate, cache, keep, speed, readErrors, seed);
    }

    /** The same library with another cache and another time that copies stay. */
    public LibrarySettings withCache(long bytes, Duration newKeep) {
        return new LibrarySettings(
                cartridges, capacity, drives, load, fullSeek, rate, bytes, newKeep, speed, readErrors, seed);
    }

    /** The same library, so many times faster than hardware. */
    public LibrarySettings withSpeed(double times) {
        return new LibrarySettings(
                cartridges, capacity, drives, load, fullSeek, rate, cache, keep, times, readErrors, seed);
    }

    /** The same library with places that cannot be read. */
    public LibrarySettings withReadErrors(double share, long newSeed) {
        return new LibrarySettings(
                cartridges, capacity, drives, load, fullSeek, rate, cache, keep, speed, share, newSeed);
    }

    /** A time of the hardware as this library takes it. */
    Duration scaled(Duration time) {
        return Duration.ofNanos((long) (time.toNanos() / speed));
    }

    Duration seek(long distance) {
        return scaled(Duration.ofNanos((long) (fullSeek.toNanos() * ((double) distance / capacity))));
    }

    Duration transfer(long bytes) {
        return scaled(Duration.ofNanos((long) (bytes * (1e9 / rate))));
    }
}

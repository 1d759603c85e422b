package dev.gantry.lab;

import dev.gantry.domain.Medium;
import java.util.List;

/** A library at one moment. */
public record LibraryReport(List<CartridgeState> cartridges, Totals totals) {

    public LibraryReport {
        cartridges = List.copyOf(cartridges);
    }

    /** Where a cartridge is. */
    public enum Place {
        SLOT,
        DRIVE,
        /** Outside of the library. */
        EJECTED
    }

    /** One cartridge: {@code used} and {@code capacity} in bytes. */
    public record CartridgeState(Medium medium, Place place, long used, long capacity, int mounts) {}

    /**
     * What the hardware has done since the library was new.
     *
     * @param mounts how often a cartridge was put into a drive
     * @param seeks how often a head had to move without reading
     * @param distance over how many bytes in all
     * @param recalls how many times bytes were asked for that were neither in the cache nor on their way
     */
    public record Totals(long mounts, long seeks, long distance, long recalls) {}
}

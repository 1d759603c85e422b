package dev.gantry.lab;

import dev.gantry.domain.MediumState;
import java.util.List;

/** A library at one moment. */
public record LibraryReport(List<MediumState> cartridges, Totals totals) {

    public LibraryReport {
        cartridges = List.copyOf(cartridges);
    }

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

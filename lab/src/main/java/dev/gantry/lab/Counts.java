package dev.gantry.lab;

/** What the hardware has done since the library was new. */
final class Counts {

    private LibraryReport.Totals totals = new LibraryReport.Totals(0, 0, 0, 0);

    void restore(LibraryReport.Totals before) {
        totals = before;
    }

    void mount() {
        totals = new LibraryReport.Totals(totals.mounts() + 1, totals.seeks(), totals.distance(), totals.recalls());
    }

    void seek(long bytes) {
        totals = new LibraryReport.Totals(
                totals.mounts(), totals.seeks() + 1, totals.distance() + bytes, totals.recalls());
    }

    void recall() {
        totals = new LibraryReport.Totals(totals.mounts(), totals.seeks(), totals.distance(), totals.recalls() + 1);
    }

    LibraryReport.Totals totals() {
        return totals;
    }
}

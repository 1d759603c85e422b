package dev.gantry.lab;

import dev.gantry.domain.Medium;
import dev.gantry.domain.MediumState;
import dev.gantry.ports.spi.MediaLibrary;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The cartridges of a library. */
record LibraryMedia(LibraryDesk desk) implements MediaLibrary {

    @Override
    public CompletionStage<List<MediumState>> list() {
        return desk.ask(Library::report).thenApply(LibraryReport::cartridges);
    }

    @Override
    public CompletionStage<MediumState> eject(Medium medium) {
        return move(medium, true);
    }

    @Override
    public CompletionStage<MediumState> load(Medium medium) {
        return move(medium, false);
    }

    private CompletionStage<MediumState> move(Medium medium, boolean out) {
        return desk.eject(medium, out)
                .thenApply(report -> report.cartridges().stream()
                        .filter(state -> state.medium().equals(medium))
                        .findFirst()
                        .orElseThrow());
    }
}

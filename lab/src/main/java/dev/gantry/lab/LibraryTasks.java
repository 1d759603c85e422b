package dev.gantry.lab;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.Medium;
import dev.gantry.domain.MediumState;
import dev.gantry.domain.Role;
import dev.gantry.domain.TaskKind;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.TaskRunner;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** What an operator does at the library: look, take a cartridge out, put it back. Parameters are a barcode. */
final class LibraryTasks implements TaskRunner {

    private static final TaskKind LIST = new TaskKind("list-media", true, Role.ADMIN);
    private static final TaskKind EJECT = new TaskKind("eject-medium", true, Role.ADMIN);
    private static final TaskKind LOAD = new TaskKind("load-medium", true, Role.ADMIN);

    private final LibraryDesk desk;

    LibraryTasks(LibraryDesk desk) {
        this.desk = desk;
    }

    @Override
    public List<TaskKind> kinds() {
        return List.of(LIST, EJECT, LOAD);
    }

    @Override
    public CompletionStage<String> run(TaskCall call) {
        try {
            return report(call).thenApply(LibraryTasks::text);
        } catch (InvalidValueException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private CompletionStage<LibraryReport> report(TaskCall call) {
        return switch (call.name()) {
            case "list-media" -> desk.ask(Library::report);
            case "eject-medium" -> desk.eject(new Medium(call.parameters().strip()), true);
            case "load-medium" -> desk.eject(new Medium(call.parameters().strip()), false);
            default ->
                CompletableFuture.failedStage(
                        new ProviderException.Rejected("a tape library has no task " + call.name(), null));
        };
    }

    /** A line a cartridge: barcode, place, bytes used, bytes in all, mounts. */
    private static String text(LibraryReport report) {
        return report.cartridges().stream().map(LibraryTasks::line).collect(Collectors.joining("\n"));
    }

    private static String line(MediumState state) {
        return state.medium() + " " + state.place() + " " + state.used() + " " + state.capacity() + " "
                + state.mounts();
    }
}

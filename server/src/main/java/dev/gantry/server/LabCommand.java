package dev.gantry.server;

import dev.gantry.domain.Medium;
import dev.gantry.domain.MediumState;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Media;
import dev.gantry.ports.api.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "lab",
        description = {
            "look after the cartridges of a tape library: list them, take one out, put it back",
            "The library is that of a node which runs with serve --lab (docs/lab.md)."
        })
final class LabCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: list, eject, load or s3");
    }

    private static void print(Output output, MediumState state) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("barcode", state.medium().barcode());
        fields.put("place", state.place().name());
        fields.put("used_bytes", state.used());
        fields.put("capacity_bytes", state.capacity());
        fields.put("mounts", state.mounts());
        output.print(
                "cartridge",
                fields,
                "%s  %-7s  %s of %s  %d mounts"
                        .formatted(
                                state.medium(),
                                state.place().name().toLowerCase(Locale.ROOT),
                                Sizes.bytes(state.used()),
                                Sizes.bytes(state.capacity()),
                                state.mounts()));
    }

    @Command(name = "list", description = "list the cartridges: where they are, how full, how often mounted")
    static final class Listing extends GatewayCommand {

        Listing(Console console) {
            super(console);
        }

        @Override
        int run(Gateway gateway, Output output) throws InterruptedException {
            List<MediumState> all = Waiting.on(gateway.media().list());
            if (all.isEmpty()) {
                throw new UsageException(
                        "no store of this node keeps cartridges; gantry serve --lab runs a node with a library");
            }
            all.forEach(state -> print(output, state));
            output.summary(all.size());
            return OK;
        }
    }

    /** Moves one cartridge. */
    abstract static class Move extends GatewayCommand {

        @Parameters(paramLabel = "BARCODE", description = "the cartridge, as lab list names it")
        private String barcode;

        Move(Console console) {
            super(console);
        }

        abstract CompletionStage<MediumState> move(Media media, Medium medium);

        @Override
        final int run(Gateway gateway, Output output) throws InterruptedException {
            print(output, moved(gateway.media()));
            return OK;
        }

        private MediumState moved(Media media) throws InterruptedException {
            try {
                return Waiting.on(move(media, new Medium(barcode)));
            } catch (ApiException e) {
                throw e.problem() == Problem.NO_SUCH_OBJECT
                        ? new UsageException(
                                "there is no cartridge " + barcode + "; gantry lab list names those there are", e)
                        : e;
            }
        }
    }

    @Command(
            name = "eject",
            description = {
                "take a cartridge out: its data is offline then",
                "What is not in the library's cache cannot be read until it is loaded again."
            })
    static final class Eject extends Move {

        Eject(Console console) {
            super(console);
        }

        @Override
        CompletionStage<MediumState> move(Media media, Medium medium) {
            return media.eject(medium);
        }
    }

    @Command(name = "load", description = "put a cartridge back in: what waits for its data goes on")
    static final class Load extends Move {

        Load(Console console) {
            super(console);
        }

        @Override
        CompletionStage<MediumState> move(Media media, Medium medium) {
            return media.load(medium);
        }
    }
}

package dev.gantry.server;

import dev.gantry.domain.Medium;
import dev.gantry.domain.MediumState;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Media;
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

@Command(name = "lab", description = "look after the cartridges of a tape library")
final class LabCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: list, eject or load");
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
            print(output, Waiting.on(move(gateway.media(), new Medium(barcode))));
            return OK;
        }
    }

    @Command(name = "eject", description = "take a cartridge out: its data is offline then")
    static final class Eject extends Move {

        Eject(Console console) {
            super(console);
        }

        @Override
        CompletionStage<MediumState> move(Media media, Medium medium) {
            return media.eject(medium);
        }
    }

    @Command(name = "load", description = "put a cartridge back in")
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

package dev.gantry.server;

import dev.gantry.ports.api.Gateway;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that works on a {@link Gateway}. */
abstract class GatewayCommand implements Callable<Integer> {

    /** Done, and every object with it. */
    static final int OK = 0;

    /** Nothing was begun, or it broke off. */
    static final int ERROR = 1;

    /** Done, but not for every object. */
    static final int SOME_FAILED = 2;

    @Mixin
    private CommonOptions options;

    @Spec
    private CommandSpec spec;

    private final Console console;

    GatewayCommand(Console console) {
        this.console = console;
    }

    @Override
    public final Integer call() throws IOException, InterruptedException {
        try (Session session = Session.open(options, console, spec.qualifiedName(" "), makesData())) {
            return run(session.gateway(), new Output(console, options.json()));
        }
    }

    /** Whether the data directory is made where it is missing. */
    boolean makesData() {
        return false;
    }

    Console console() {
        return console;
    }

    /** Does the work, and gives the exit code. */
    abstract int run(Gateway gateway, Output output) throws IOException, InterruptedException;
}

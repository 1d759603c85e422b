package dev.gantry.server;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.Medium;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.spi.ProviderException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Tells a person in one line why a command failed. */
final class ErrorReport {

    private final PrintWriter err;

    ErrorReport(PrintWriter err) {
        this.err = err;
    }

    int usage(ParameterException failure, String[] arguments) {
        String name = failure.getCommandLine().getCommandSpec().qualifiedName(" ");
        err.println("gantry: " + failure.getMessage() + "; try " + name + " --help");
        err.flush();
        return GatewayCommand.ERROR;
    }

    int failure(Exception failure, CommandLine line, ParseResult result) {
        if (failure instanceof ParameterException usage) {
            return usage(usage, new String[0]);
        }
        err.println("gantry: " + text(failure));
        if (result.subcommand() != null && isVerbose(result)) {
            failure.printStackTrace(err);
        }
        err.flush();
        return GatewayCommand.ERROR;
    }

    private static boolean isVerbose(ParseResult result) {
        ParseResult last = result;
        while (last.subcommand() != null) {
            last = last.subcommand();
        }
        return last.hasMatchedOption("--verbose");
    }

    private static String text(Exception failure) {
        if (failure instanceof AccessDeniedException denied) {
            return denied.getFile() + " may not be read or written by the user " + System.getProperty("user.name");
        }
        boolean speaks = failure instanceof UsageException
                || failure instanceof ApiException
                || failure instanceof InvalidValueException
                || failure instanceof ProviderException;
        String message = String.valueOf(failure.getMessage()).replace('\n', ' ');
        return speaks ? message + advice(failure) : failure.getClass().getSimpleName() + ": " + message;
    }

    /** What to do about data that is offline; of several media the first stands for all. */
    private static String advice(Exception failure) {
        List<Medium> media = failure instanceof ApiException refusal ? refusal.media() : List.of();
        return media.isEmpty()
                ? ""
                : "; put " + (media.size() == 1 ? "it" : "them") + " back into the library (gantry lab load "
                        + media.get(0) + "), then run the same command again";
    }
}

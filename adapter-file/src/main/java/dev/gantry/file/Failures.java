package dev.gantry.file;

import dev.gantry.domain.StoreId;
import dev.gantry.ports.payload.TruncatedException;
import dev.gantry.ports.spi.ProviderException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/** Sorts what went wrong by what can be done about it. */
final class Failures {

    private Failures() {}

    /** What to complete a stage with: a provider's exception, or the truncation of a body as it is. */
    static Throwable classify(StoreId store, Throwable failure) {
        if (failure instanceof ProviderException || failure instanceof TruncatedException) {
            return failure;
        }
        if (isWrapper(failure) && failure.getCause() != null) {
            return classify(store, failure.getCause());
        }
        String reason = "store " + store + ": " + failure;
        if (failure instanceof DamagedFileException) {
            return new ProviderException.Rejected("store " + store + ": " + failure.getMessage(), failure);
        }
        if (isFull(failure)) {
            return new ProviderException.Full("the disk of store " + store + " is full; make room on it", failure);
        }
        if (isForbidden(failure)) {
            return new ProviderException.ReadOnly(
                    reason + "; let Gantry's user write to the directory, or mount it writable", failure);
        }
        return new ProviderException.Unavailable(reason, failure);
    }

    private static boolean isWrapper(Throwable failure) {
        return failure instanceof CompletionException
                || failure instanceof UncheckedIOException
                || failure instanceof DirectoryIteratorException;
    }

    private static boolean isFull(Throwable failure) {
        return says(failure, "no space left on device", "disk quota exceeded", "not enough space on the disk");
    }

    private static boolean isForbidden(Throwable failure) {
        return failure instanceof AccessDeniedException
                || failure instanceof ReadOnlyFileSystemException
                || says(failure, "read-only file system", "permission denied", "operation not permitted");
    }

    /** Java has no type for these failures: the system's own words tell them apart. */
    private static boolean says(Throwable failure, String... words) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return failure instanceof IOException && Stream.of(words).anyMatch(message::contains);
    }
}

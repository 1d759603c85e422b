package dev.gantry.jdbc;

import dev.gantry.ports.spi.ProviderException;
import java.nio.BufferUnderflowException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.DateTimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Sorts what went wrong with the database by what can be done about it, in words for a person. */
final class Failures {

    static final Logger LOG = LoggerFactory.getLogger(SqliteJobStore.class);

    private static final int PRIMARY_CODE = 0xFF;

    private final Path file;

    Failures(Path file) {
        this.file = file;
    }

    ProviderException classify(Throwable failure) {
        if (failure instanceof ProviderException known) {
            return known;
        }
        if (failure instanceof SQLException sql) {
            return classify(sql);
        }
        if (failure.getCause() instanceof SQLException sql) {
            return classify(sql);
        }
        if (failure instanceof FileSystemException refused) {
            return classify(refused);
        }
        if (isDamage(failure)) {
            return rejected("holds a damaged value: " + failure.getMessage(), failure);
        }
        return unavailable("failed: " + failure.getMessage(), failure);
    }

    /** What unpacking a value ends with that nobody packed. */
    private static boolean isDamage(Throwable failure) {
        return failure instanceof IllegalArgumentException
                || failure instanceof BufferUnderflowException
                || failure instanceof ArithmeticException
                || failure instanceof DateTimeException;
    }

    /** The platform tells a full and a read-only disk apart by the system's words alone. */
    private ProviderException classify(FileSystemException failure) {
        String words = String.valueOf(failure.getMessage());
        if (words.contains("No space left") || words.contains("quota exceeded")) {
            return full(failure);
        }
        if (failure instanceof AccessDeniedException || words.contains("Read-only")) {
            return readOnly(failure);
        }
        return unavailable("failed: " + words, failure);
    }

    private ProviderException full(Exception cause) {
        return new ProviderException.Full(
                "the job store " + file + " cannot be written: the disk is full; make room on it", cause);
    }

    private ProviderException readOnly(Exception cause) {
        return new ProviderException.ReadOnly(
                "the job store " + file + " cannot be written: the file or its directory is read-only or missing; let"
                        + " Gantry's user write to both, or mount the disk writable",
                cause);
    }

    private ProviderException classify(SQLException failure) {
        return switch (code(failure)) {
            case SQLITE_FULL -> full(failure);
            case SQLITE_READONLY, SQLITE_PERM, SQLITE_CANTOPEN -> readOnly(failure);
            case SQLITE_CORRUPT, SQLITE_NOTADB ->
                rejected("is damaged or no job store; put back a copy or move it away", failure);
            case SQLITE_TOOBIG -> rejected("cannot hold so large a value", failure);
            case SQLITE_CONSTRAINT ->
                new ProviderException.Conflict("the job store " + file + " has a job or chunk of that id already");
            case SQLITE_BUSY, SQLITE_LOCKED -> unavailable("is locked by another program", failure);
            default -> unavailable("failed: " + failure.getMessage(), failure);
        };
    }

    private static SQLiteErrorCode code(SQLException failure) {
        return failure instanceof SQLiteException sqlite
                ? SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & PRIMARY_CODE)
                : SQLiteErrorCode.SQLITE_ERROR;
    }

    private ProviderException rejected(String what, Throwable cause) {
        return new ProviderException.Rejected("the job store " + file + " " + what, cause);
    }

    ProviderException unavailable(String what, Throwable cause) {
        return new ProviderException.Unavailable("the job store " + file + " " + what, cause);
    }
}

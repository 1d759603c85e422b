package dev.gantry.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.ports.spi.ProviderException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

class FailuresTest {

    private final Failures failures = new Failures(Path.of("data/jobs.db"));

    private ProviderException of(SQLiteErrorCode code) {
        return failures.classify(new IOException(new SQLiteException("told by the driver", code)));
    }

    @Test
    void aFullDiskIsFullWhoeverSaysSo() {
        assertThat(of(SQLiteErrorCode.SQLITE_FULL)).isInstanceOf(ProviderException.Full.class);
        assertThat(failures.classify(new FileSystemException("jobs.db", null, "No space left on device")))
                .isInstanceOf(ProviderException.Full.class)
                .hasMessageContaining("data/jobs.db");
    }

    @Test
    void whatNeedsAPersonIsRejected() {
        assertThat(of(SQLiteErrorCode.SQLITE_CORRUPT_INDEX)).isInstanceOf(ProviderException.Rejected.class);
    }

    @Test
    void whatMayNotBeWrittenToIsReadOnlyAndSaysWhatToDo() {
        assertThat(of(SQLiteErrorCode.SQLITE_READONLY_DIRECTORY)).isInstanceOf(ProviderException.ReadOnly.class);
        assertThat(failures.classify(new AccessDeniedException("jobs.db")))
                .isInstanceOf(ProviderException.ReadOnly.class)
                .hasMessageContaining("let Gantry's user write");
    }

    @Test
    void whatMayPassIsUnavailable() {
        assertThat(of(SQLiteErrorCode.SQLITE_BUSY_SNAPSHOT)).isInstanceOf(ProviderException.Unavailable.class);
        assertThat(of(SQLiteErrorCode.SQLITE_IOERR_FSYNC)).isInstanceOf(ProviderException.Unavailable.class);
        assertThat(failures.classify(new IOException("the cable"))).isInstanceOf(ProviderException.Unavailable.class);
    }
}

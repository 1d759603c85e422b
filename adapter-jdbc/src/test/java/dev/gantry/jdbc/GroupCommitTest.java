package dev.gantry.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.JobId;
import dev.gantry.ports.spi.ChunkAddress;
import dev.gantry.ports.spi.DurableWrites;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

class GroupCommitTest {

    @TempDir
    Path directory;

    private final List<String> applied = new ArrayList<>();

    private Change update(int chunk, String what) {
        return Change.replacing(new ChunkAddress(new JobId(new UUID(0, 0)), chunk), 0, session -> applied.add(what));
    }

    @Test
    void ofSeveralUpdatesForOneChunkOnlyTheLastIsWrittenAndAllAreAnswered() {
        List<Change> batch = List.of(
                update(1, "a1"),
                update(2, "b1"),
                update(1, "a2"),
                Change.of(0, session -> applied.add("job")),
                update(1, "a3"));
        try (GroupCommit commits = commits()) {
            commits.write(batch);
        }
        assertThat(applied).containsExactly("b1", "job", "a3");
        assertThat(batch)
                .allSatisfy(change ->
                        assertThat(change.answer().toCompletableFuture()).isCompleted());
    }

    private GroupCommit commits() {
        SqliteFile file = new SqliteFile(directory.resolve("jobs.db"));
        return new GroupCommit(file, DurableWrites.DIRECT, new Failures(file.path()));
    }

    @Test
    void aChangeThatFailsIsTriedAloneAndTheOthersOnceMore() {
        Change bad = Change.of(0, session -> {
            throw new SQLiteException("no room", SQLiteErrorCode.SQLITE_FULL);
        });
        Change good = update(1, "good");
        try (GroupCommit commits = commits()) {
            commits.write(List.of(good, bad));
        }
        assertThat(applied).containsExactly("good", "good");
        assertThat(good.answer().toCompletableFuture()).isCompleted();
        assertThat(bad.answer().toCompletableFuture())
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("the disk is full");
    }
}

package dev.gantry.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.Checksums;
import dev.gantry.domain.Metadata;
import dev.gantry.domain.ObjectId;
import dev.gantry.ports.spi.ObjectRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OpenFilesTest {

    private static final int MOST = 2;

    @TempDir
    private Path folder;

    private Instant now = Instant.EPOCH;
    private final OpenFiles files = new OpenFiles(() -> now, MOST);

    @Test
    void aFileIsOpenedOnceForAllWhoReadItAndClosedByTheLast() throws IOException {
        Path path = object("a", 1);
        OpenFile first = files.open(path).orElseThrow();
        OpenFile second = files.find(path).orElseThrow();
        assertThat(second).isSameAs(first);
        files.changed(path);
        assertThat(first.release()).isFalse();
        assertThat(isOpen(first)).isTrue();
        assertThat(second.release()).isTrue();
    }

    @Test
    void aFileThatWasReplacedIsNotBelieved() throws IOException {
        Path path = object("a", 1);
        OpenFile old = files.open(path).orElseThrow();
        Files.move(object("b", 2), path, StandardCopyOption.REPLACE_EXISTING);
        files.changed(path);
        OpenFile fresh = files.open(path).orElseThrow();
        assertThat(fresh.file().id()).isEqualTo(id(2));
        assertThat(old.file().id()).isEqualTo(id(1));
        assertThat(old.release()).isTrue();
        old.close();
        fresh.release();
    }

    @Test
    void aFileIsBelievedForASecond() throws IOException {
        Path path = object("a", 1);
        files.open(path).orElseThrow().release();
        now = now.plus(Duration.ofSeconds(1));
        assertThat(files.find(path)).hasValueSatisfying(OpenFile::release);
        now = now.plusMillis(1);
        assertThat(files.find(path)).isEmpty();
        Files.delete(path);
        assertThat(files.open(path)).isEmpty();
    }

    @Test
    void theOneThatNobodyReadForLongestIsClosed() throws IOException {
        OpenFile first = opened("a", 1);
        OpenFile second = opened("b", 2);
        files.find(folder.resolve("a")).orElseThrow().release();
        OpenFile third = opened("c", 3);
        assertThat(List.of(isOpen(first), isOpen(second), isOpen(third))).containsExactly(true, false, true);
    }

    @Test
    void nothingIsKeptAfterTheEnd() throws IOException {
        OpenFile kept = opened("a", 1);
        files.close();
        assertThat(isOpen(kept)).isFalse();
        OpenFile later = files.open(object("b", 2)).orElseThrow();
        assertThat(files.find(folder.resolve("b"))).isEmpty();
        assertThat(later.release()).isTrue();
        later.close();
    }

    private OpenFile opened(String name, int id) throws IOException {
        OpenFile file = files.open(object(name, id)).orElseThrow();
        file.release();
        return file;
    }

    private static boolean isOpen(OpenFile file) {
        return file.file().channel().isOpen();
    }

    private static ObjectId id(int id) {
        return new ObjectId(new UUID(0, id));
    }

    private Path object(String name, int id) throws IOException {
        Path path = folder.resolve(name);
        BlobLayout layout = BlobLayout.whole(1);
        ObjectRecord record = new ObjectRecord(id(id), Instant.EPOCH, layout, List.of(Checksums.none()));
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[1]));
            ObjectFile.seal(channel, id(id), new Trailer(Instant.EPOCH, Metadata.none(), record));
        }
        return path;
    }
}

package dev.gantry.file;

import static dev.gantry.tck.Await.await;
import static dev.gantry.tck.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.StoreId;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.ProviderFactory;
import dev.gantry.ports.spi.StorageProvider;
import dev.gantry.tck.FaultyDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreCheckTest {

    private static final StoreId ID = new StoreId("test");

    @TempDir
    Path directory;

    private static void assertRejected(Path root, DurableWrites writes, String reason) {
        try (StorageProvider provider = FileProvider.at(ID, root, writes)) {
            assertThat(failure(provider.check()))
                    .isInstanceOf(ProviderException.Rejected.class)
                    .hasMessageContaining(reason);
        }
    }

    private static void assertReadOnly(Path root) {
        try (StorageProvider provider = FileProvider.at(ID, root, FaultyDisk.readOnlyFrom(1))) {
            assertThat(failure(provider.check()))
                    .isInstanceOf(ProviderException.ReadOnly.class)
                    .hasMessageContaining("mount it writable");
        }
    }

    private static void assertAccepted(Path root) {
        try (StorageProvider provider = FileProvider.at(ID, root)) {
            await(provider.check());
        }
    }

    @Test
    void constructionDoesNothingAndCheckMakesTheStore() {
        Path root = directory.resolve("not/yet/there");
        FileProvider.at(ID, root).close();
        assertThat(root).doesNotExist();
        assertAccepted(root);
        assertThat(root.resolve("gantry-store")).hasContent("format=1");
        assertAccepted(root);
    }

    @Test
    void aDirectoryWithOtherThingsIsRefusedAndLeftAlone() throws IOException {
        Files.writeString(directory.resolve("thesis.tex"), "mine");
        assertRejected(directory, DurableWrites.DIRECT, "thesis.tex");
        assertThat(directory).isDirectoryNotContaining(path -> !path.endsWith("thesis.tex"));
    }

    @Test
    void aFreshFileSystemIsEmptyEnough() throws IOException {
        Files.createDirectory(directory.resolve("lost+found"));
        assertAccepted(directory);
    }

    @Test
    void aNewerFormatIsRefused() throws IOException {
        assertAccepted(directory);
        Files.writeString(directory.resolve("gantry-store"), "format=2\n");
        assertRejected(directory, DurableWrites.DIRECT, "newer");
        Files.writeString(directory.resolve("gantry-store"), "what?\n");
        assertRejected(directory, DurableWrites.DIRECT, "damaged");
    }

    @Test
    void aFileIsNoStore() throws IOException {
        assertRejected(Files.createFile(directory.resolve("file")), DurableWrites.DIRECT, "is a file");
    }

    @Test
    void aDirectoryThatCannotBeWrittenToIsRefused() {
        assertReadOnly(directory);
        assertAccepted(directory);
        assertReadOnly(directory);
    }

    @Test
    void aPathThatLeavesNoRoomForNamesIsRefused() {
        Path deep = directory;
        while (deep.toString().length() <= 700) {
            deep = deep.resolve("x".repeat(100));
        }
        assertRejected(deep, DurableWrites.DIRECT, "at most 700 bytes");
    }

    @Test
    void theFactoryIsFoundAndNamesTheSettingThatIsWrong() {
        ProviderFactory factory = ServiceLoader.load(ProviderFactory.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(found -> found.type().equals("file"))
                .findFirst()
                .orElseThrow();
        try (StorageProvider provider =
                factory.create(ID, Map.of("path", directory.toString()), DurableWrites.DIRECT)) {
            await(provider.check());
            assertThat(provider.id()).isEqualTo(ID);
        }
        for (Map<String, String> wrong :
                List.of(Map.<String, String>of(), Map.of("path", " "), Map.of("path", "a\0b"))) {
            assertThatThrownBy(() -> factory.create(ID, wrong, DurableWrites.DIRECT))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageContaining("path");
        }
        assertThatThrownBy(() -> factory.create(ID, Map.of("path", "x", "pth", "y"), DurableWrites.DIRECT))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("pth");
    }
}

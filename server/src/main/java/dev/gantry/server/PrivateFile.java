package dev.gantry.server;

import dev.gantry.ports.spi.DurableWrites;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** Small files that only their owner may read, replaced as a whole. */
final class PrivateFile {

    private PrivateFile() {}

    static Optional<String> read(Path path) throws IOException {
        return Files.exists(path) ? Optional.of(Files.readString(path)) : Optional.empty();
    }

    /** Writes the file with mode 0600; durable on return, and never seen half. */
    static void write(Path path, String text, DurableWrites disk) throws IOException {
        Path draft = path.resolveSibling(path.getFileName() + ".new");
        disk.remove(draft);
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Set<StandardOpenOption> create = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(draft, create, owner)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            disk.perform(DurableWrites.Kind.FORCE, draft, () -> channel.force(true));
        }
        disk.rename(draft, path);
        disk.forceDirectory(path.toAbsolutePath().getParent());
    }
}

package dev.gantry.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * A tree of files made from a seed.
 *
 * @param files length and CRC32C of each file, by its path below {@code root}
 */
record Tree(Path root, Map<String, Content> files) {

    private static final int BUFFER = 1 << 20;
    private static final int FILES_A_DIRECTORY = 200;

    /** What a file holds. */
    record Content(long length, long crc32c) {}

    /** An empty tree at {@code root}, to be grown. */
    static Tree at(Path root) throws IOException {
        return new Tree(Files.createDirectories(root), new TreeMap<>());
    }

    /** Adds files of 0 to {@code largest} bytes. */
    Tree withFiles(int count, int largest, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < count; i++) {
            withFile("d" + i / FILES_A_DIRECTORY + "/f" + i, random.nextInt(largest + 1), seed + i);
        }
        return this;
    }

    Tree withFile(String name, long length, long seed) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        SplittableRandom random = new SplittableRandom(seed);
        CRC32C crc = new CRC32C();
        byte[] bytes = new byte[(int) Math.min(length, BUFFER)];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long left = length; left > 0; left -= bytes.length) {
                random.nextBytes(bytes);
                int size = (int) Math.min(left, bytes.length);
                crc.update(bytes, 0, size);
                out.write(bytes, 0, size);
            }
        }
        files.put(name, new Content(length, crc.getValue()));
        return this;
    }

    long bytes() {
        return files.values().stream().mapToLong(Content::length).sum();
    }

    /** The name that a file has in a bucket where this tree was put. */
    String objectName(String file) {
        return root.getFileName() + "/" + file;
    }

    /** What came back below {@code out} is this tree and nothing else. */
    void assertIsAt(Path out, String when) throws IOException {
        assertThat(contents(out.resolve(root.getFileName()), name -> true))
                .as(when)
                .isEqualTo(files);
    }

    /** Every file below {@code out} that is not called a part is one of this tree, whole; also while a get runs. */
    void assertOnlyWholeFilesAt(Path out, String when) throws IOException {
        Path top = out.resolve(root.getFileName());
        if (Files.exists(top)) {
            assertThat(files).as(when).containsAllEntriesOf(contents(top, name -> !name.contains(".part")));
        }
    }

    /** Every listed object is one of this tree, with its length; how many there are. */
    int assertOnlyWholeObjects(List<Map<String, Object>> listed, String when) {
        for (Map<String, Object> object : listed) {
            String name = object.get("name").toString();
            Content content = files.get(name.substring(objectName("").length()));
            assertThat(content).as("%s: %s", when, name).isNotNull();
            assertThat(((Number) object.get("bytes")).longValue())
                    .as("%s: %s", when, name)
                    .isEqualTo(content.length());
        }
        return listed.size();
    }

    /** What the wanted files hold. Others may come and go meanwhile. */
    private static Map<String, Content> contents(Path top, Predicate<String> wanted) throws IOException {
        Map<String, Content> found = new TreeMap<>();
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String name = top.relativize(file).toString();
                if (wanted.test(name)) {
                    found.put(name, content(file));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (wanted.test(top.relativize(file).toString())) {
                    throw failure;
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    private static Content content(Path file) throws IOException {
        CRC32C crc = new CRC32C();
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        try (FileChannel channel = FileChannel.open(file)) {
            while (channel.read(buffer) >= 0) {
                crc.update(buffer.flip());
                buffer.clear();
            }
            return new Content(channel.position(), crc.getValue());
        }
    }

    /** Removes a directory and all that is in it. */
    static void remove(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> paths = Files.walk(directory)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}

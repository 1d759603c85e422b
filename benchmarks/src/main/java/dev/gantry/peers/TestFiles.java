package dev.gantry.peers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Objects of one size, all with the same content, by the names that both sides know them under. */
record TestFiles(String prefix, int count, int size) {

    List<String> names() {
        return IntStream.range(0, count).mapToObj(i -> prefix + "-" + i).toList();
    }

    ByteBuffer content() {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return ByteBuffer.allocateDirect(size).put(bytes).flip();
    }

    double gibibytes() {
        return (double) count * size / (1 << 30);
    }

    void writeTo(Path folder) throws IOException {
        byte[] bytes = new byte[size];
        content().get(bytes);
        for (String name : names()) {
            Files.write(folder.resolve(name), bytes);
        }
    }
}

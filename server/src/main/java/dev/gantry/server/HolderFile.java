package dev.gantry.server;

import dev.gantry.ports.spi.DurableWrites;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the holder of a data directory tells others: a command, or a node with its address. Holds no secret.
 *
 * @param command the command that holds the directory
 * @param url where a node listens, {@code http://HOST:PORT} or {@code https://HOST:PORT}
 * @param durastore where it serves DuraStore, if it does, {@code http://HOST:PORT/durastore}
 * @param certificate the file with the certificate that the node shows there, if it speaks TLS
 */
record HolderFile(
        long pid, String command, Optional<String> url, Optional<String> durastore, Optional<String> certificate) {

    static Optional<HolderFile> read(Path file) throws IOException {
        Optional<String> text = PrivateFile.read(file);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> fields = Json.parse(file, text.get());
        return fields.get("pid") instanceof Number pid
                ? Optional.of(new HolderFile(
                        pid.longValue(),
                        String.valueOf(fields.get("command")),
                        text(fields, "url"),
                        text(fields, "durastore"),
                        text(fields, "certificate")))
                : Optional.empty();
    }

    private static Optional<String> text(Map<String, Object> fields, String name) {
        return Optional.ofNullable(fields.get(name)).map(Object::toString);
    }

    void write(Path file, DurableWrites disk) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("format", DataDirectory.FORMAT);
        fields.put("pid", pid);
        fields.put("command", command);
        url.ifPresent(text -> fields.put("url", text));
        durastore.ifPresent(text -> fields.put("durastore", text));
        certificate.ifPresent(text -> fields.put("certificate", text));
        PrivateFile.write(file, Json.line(fields) + "\n", disk);
    }
}

package dev.gantry.durastore;

import dev.gantry.domain.Checksum;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.ListQuery;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.transport.Headers;
import dev.gantry.transport.Reply;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** GET of a space's manifest: every content with its MD5, one a line (docs/durastore.md, Manifest). */
final class ManifestOperation implements Operation {

    /** How a manifest is written. */
    private enum Format {
        TSV("text/tab-separated-values", "space-id\tcontent-id\tMD5\n") {
            @Override
            String line(String content, String md5, ObjectInfo object) {
                return object.key().bucket() + "\t" + content + "\t" + md5 + "\n";
            }
        },
        EXTENDED_TSV("text/tab-separated-values", "space-id\tcontent-id\tMD5\tcontent-size\tmime-type\n") {
            @Override
            String line(String content, String md5, ObjectInfo object) {
                String type = object.metadata().values().getOrDefault(WireNames.MIMETYPE, WireNames.OCTETS);
                return TSV.line(content, md5, object).stripTrailing() + "\t" + object.length() + "\t" + type + "\n";
            }
        },
        BAGIT("text/bagit", "") {
            @Override
            String line(String content, String md5, ObjectInfo object) {
                return md5 + "  " + object.key().bucket() + "/" + content + "\n";
            }
        };

        private final String type;
        private final String head;

        Format(String type, String head) {
            this.type = type;
            this.head = head;
        }

        abstract String line(String content, String md5, ObjectInfo object);

        static Format of(String name) {
            try {
                return valueOf(name);
            } catch (IllegalArgumentException e) {
                throw new InvalidValueException("a manifest is TSV, EXTENDED_TSV or BAGIT, not " + name, e);
            }
        }
    }

    private final DigestMemory read = new DigestMemory();

    @Override
    public CompletionStage<Reply> run(Call call) {
        Format format = Format.of(call.address().parameter("format").orElse(Format.TSV.name()));
        ListQuery query = ListQuery.all();
        return call.spaceBehindWord()
                .thenCompose(bucket -> call.gateway()
                        .objects()
                        .list(bucket.name(), query)
                        .thenApply(page ->
                                Answers.streamed(Headers.builder().add(WireNames.CONTENT_TYPE, format.type), out -> {
                                    out.write(format.head);
                                    new Contents(call.gateway().objects(), bucket.name())
                                            .forEach(
                                                    query,
                                                    page,
                                                    Long.MAX_VALUE,
                                                    object -> out.write(line(call, format, object)));
                                })));
    }

    private String line(Call call, Format format, ObjectInfo object) throws IOException {
        String content = oneLine(object.key().name().value());
        return format.line(content, md5(call.gateway(), object).toHex(), object);
    }

    /** Of an object that came without one, by reading it, once. */
    private Checksum md5(Gateway gateway, ObjectInfo object) throws IOException {
        Optional<Checksum> kept = ContentHeaders.md5(object).or(() -> read.find(object));
        if (kept.isPresent()) {
            return kept.get();
        }
        Checksum md5 = new ContentDigest(gateway).md5(object);
        read.put(object, md5);
        return md5;
    }

    /** What would end a field or a line, as BagIt writes it. */
    private static String oneLine(String content) {
        return content.replace("\t", "%09").replace("\n", "%0A").replace("\r", "%0D");
    }
}

package dev.gantry.durastore;

import dev.gantry.domain.Checksum;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.durastore.PartsManifest.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import javax.xml.stream.XMLStreamReader;

/** A manifest as the document that DuraCloud's tools read and write, schema 0.2 (docs/durastore.md, Parts). */
final class PartsManifestXml {

    /** The most bytes that a manifest of the most parts has, names of 1,024 bytes included. */
    static final long MAX_BYTES = 32L << 20;

    private PartsManifestXml() {}

    static byte[] write(PartsManifest manifest) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + "<dur:chunksManifest xmlns:dur=\"duracloud.org\">\n  <header schemaVersion=\"0.2\">\n");
        xml.append("    <sourceContent contentId=\"")
                .append(Answers.escaped(manifest.object()))
                .append("\">\n      <mimetype>")
                .append(Answers.escaped(manifest.type().orElse(WireNames.OCTETS)))
                .append("</mimetype>\n")
                .append(sized(
                        "      ",
                        manifest.length(),
                        manifest.md5().map(Checksum::toHex).orElse("")))
                .append("    </sourceContent>\n  </header>\n  <chunks>\n");
        for (int i = 0; i < manifest.parts().size(); i++) {
            Part part = manifest.parts().get(i);
            xml.append("    <chunk chunkId=\"")
                    .append(Answers.escaped(part.id()))
                    .append("\" index=\"")
                    .append(i)
                    .append("\">\n")
                    .append(sized("      ", part.length(), part.md5().toHex()))
                    .append("    </chunk>\n");
        }
        return xml.append("  </chunks>\n</dur:chunksManifest>\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String sized(String indent, long length, String md5) {
        return indent + "<byteSize>" + length + "</byteSize>\n" + indent + "<md5>" + md5 + "</md5>\n";
    }

    /** Reads one; what cannot be used is an {@link UnusableDocumentException}. */
    static PartsManifest read(InputStream in) throws IOException {
        Reading reading = new Reading();
        try {
            RemoteXml.read(in, "chunksManifest", reading);
            return reading.manifest();
        } catch (InvalidValueException e) {
            throw new UnusableDocumentException(e.getMessage(), e);
        }
    }

    /** Collects what elements tell. */
    private static final class Reading implements RemoteXml.Elements {

        private final TreeMap<Integer, Part> parts = new TreeMap<>();
        private String object = "";
        private String type = "";
        private long length;
        private String md5 = "";
        private String chunk = "";
        private String index = "";
        private String size = "";
        private String sum = "";

        @Override
        public void begin(String name, XMLStreamReader attributes) {
            if (name.equals("sourceContent")) {
                object = attribute(attributes, "contentId");
            } else if (name.equals("chunk")) {
                chunk = attribute(attributes, "chunkId");
                index = attribute(attributes, "index");
            }
        }

        private static String attribute(XMLStreamReader reader, String name) {
            return Optional.ofNullable(reader.getAttributeValue(null, name)).orElse("");
        }

        @Override
        public void end(String name, String text) {
            switch (name) {
                case "mimetype" -> type = text.strip();
                case "byteSize" -> size = text.strip();
                case "md5" -> sum = text.strip();
                case "sourceContent" -> {
                    length = number(size);
                    md5 = sum;
                }
                case "chunk" -> add();
                default -> {}
            }
        }

        private void add() {
            if (parts.size() >= PartsManifest.MAX_PARTS) {
                throw new InvalidValueException("it names more than " + PartsManifest.MAX_PARTS + " parts");
            }
            Part part = new Part(chunk, number(size), checksum(sum));
            if (chunk.isEmpty() || parts.put((int) Math.min(number(index), Integer.MAX_VALUE), part) != null) {
                throw new InvalidValueException("it names a part without an id, or two parts of one index");
            }
        }

        private static long number(String text) {
            if (!text.matches("\\d{1,18}")) {
                throw new InvalidValueException("it has no number where a size or an index is: " + text);
            }
            return Long.parseLong(text);
        }

        private static Checksum checksum(String hex) {
            if (!hex.matches("[0-9a-fA-F]{32}")) {
                throw new InvalidValueException("it has no MD5 in hex where one is: " + hex);
            }
            return new Checksum(ChecksumType.MD5, HexFormat.of().parseHex(hex));
        }

        PartsManifest manifest() {
            List<Part> ordered = new ArrayList<>(parts.values());
            return new PartsManifest(
                    object,
                    Optional.of(type).filter(t -> !t.isEmpty()),
                    length,
                    Optional.of(md5).filter(hex -> !hex.isEmpty()).map(Reading::checksum),
                    ordered);
        }
    }
}

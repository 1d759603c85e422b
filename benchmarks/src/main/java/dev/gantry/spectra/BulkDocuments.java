package dev.gantry.spectra;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.dataformat.xml.annotation.JacksonXmlElementWrapper;
import tools.jackson.dataformat.xml.annotation.JacksonXmlProperty;
import tools.jackson.dataformat.xml.annotation.JacksonXmlRootElement;

/** Documents of large jobs, as text and as the trees that Jackson's databind makes of them. */
final class BulkDocuments {

    /** Stands for any id where ids are only written. */
    static final String ID = "6d2c2b8b-3a2b-4c6e-9d43-0b0a1f7d2a11";

    private static final int PART = 1000;

    private BulkDocuments() {}

    /** What START_BULK_PUT is asked with. */
    record Request(
            @JacksonXmlElementWrapper(useWrapping = false) @JacksonXmlProperty(localName = "Object")
            List<Asked> objects) {}

    /** One object of it. */
    record Asked(
            @JacksonXmlProperty(isAttribute = true, localName = "Name")
            String name,

            @JacksonXmlProperty(isAttribute = true, localName = "Size")
            long size) {}

    /** What START_BULK_PUT is answered with, as far as it grows with the job. */
    @JacksonXmlRootElement(localName = "MasterObjectList")
    record Answer(
            @JacksonXmlProperty(isAttribute = true, localName = "JobId")
            String job,

            @JacksonXmlElementWrapper(useWrapping = false) @JacksonXmlProperty(localName = "Objects")
            List<Chunk> chunks) {}

    /** One chunk of it. */
    record Chunk(
            @JacksonXmlProperty(isAttribute = true, localName = "ChunkId")
            String id,

            @JacksonXmlProperty(isAttribute = true, localName = "ChunkNumber")
            int number,

            @JacksonXmlElementWrapper(useWrapping = false) @JacksonXmlProperty(localName = "Object")
            List<Listed> objects) {}

    /** One object of it. */
    record Listed(
            @JacksonXmlProperty(isAttribute = true, localName = "Bucket")
            String bucket,

            @JacksonXmlProperty(isAttribute = true, localName = "Id")
            String id,

            @JacksonXmlProperty(isAttribute = true, localName = "InCache")
            boolean inCache,

            @JacksonXmlProperty(isAttribute = true, localName = "Latest")
            boolean latest,

            @JacksonXmlProperty(isAttribute = true, localName = "Length")
            long length,

            @JacksonXmlProperty(isAttribute = true, localName = "Name")
            String name,

            @JacksonXmlProperty(isAttribute = true, localName = "Offset")
            long offset,

            @JacksonXmlProperty(isAttribute = true, localName = "VersionId")
            String version) {}

    static String name(int i) {
        return "folder/of/some/depth/object-" + i;
    }

    /** The document of a START_BULK_PUT, made while it is read, so that nobody holds it. */
    static InputStream request(int objects) {
        Iterator<InputStream> parts = IntStream.rangeClosed(-1, (objects + PART - 1) / PART)
                .mapToObj(part -> part < 0 ? "<Objects>" : part(part * PART, objects))
                .<InputStream>map(text -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                .iterator();
        return new SequenceInputStream(new Enumeration<>() {
            @Override
            public boolean hasMoreElements() {
                return parts.hasNext();
            }

            @Override
            public InputStream nextElement() {
                return parts.next();
            }
        });
    }

    private static String part(int from, int objects) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < Math.min(from + PART, objects); i++) {
            text.append("<Object Name=\"")
                    .append(name(i))
                    .append("\" Size=\"")
                    .append(1000 + i)
                    .append("\"/>");
        }
        return text.isEmpty() ? "</Objects>" : text.toString();
    }
}

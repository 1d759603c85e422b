package dev.gantry.spectra;

import dev.gantry.domain.JobKind;
import dev.gantry.domain.ObjectName;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Jobs;
import dev.gantry.ports.api.Jobs.AskedObject;
import dev.gantry.ports.api.Jobs.JobRequest;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.payload.FileSlice;
import dev.gantry.ports.payload.Payload;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.function.Consumer;

/**
 * The document that asks for a job. Requests need their length in front, so it is written to a temporary file first: that
 * takes no memory however many objects there are, and goes out by sendfile. The ordering of a PUT job stands in the
 * document, where old clients have it, since the operation has no parameter for it (docs/spectra-s3.md, Creating jobs).
 */
final class RemoteRequest {

    private static final int BUFFER = 64 * 1024;

    private RemoteRequest() {}

    /** Writes the whole document; blocks. Closing the payload, or any failure here, removes the file. */
    static Payload spool(JobRequest request, Iterator<AskedObject> objects) {
        return spool("Objects", document -> write(request, objects, document));
    }

    /** Writes any document of that root; blocks. Closing the payload, or any failure here, removes the file. */
    static Payload spool(String root, Consumer<XmlOut> content) {
        try {
            Path file = Files.createTempFile("gantry-job", ".xml");
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            return spool(root, content, file, channel);
        } catch (IOException e) {
            throw new ApiException(
                    Problem.UNAVAILABLE, "cannot write the list of objects to a temporary file: " + e.getMessage(), e);
        }
    }

    private static Payload spool(String root, Consumer<XmlOut> content, Path file, FileChannel channel)
            throws IOException {
        try {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
            XmlOut.write(out, root, content);
            out.flush();
            return new FileSlice(file, channel, 0, channel.size(), () -> close(channel));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void write(JobRequest request, Iterator<AskedObject> objects, XmlOut document) {
        if (request.kind() == JobKind.PUT) {
            document.attribute("ChunkClientProcessingOrderGuarantee", request.ordering());
        }
        int count = 0;
        while (objects.hasNext()) {
            if (++count > Jobs.MAX_OBJECTS) {
                throw new ApiException(Problem.INVALID, "a job has at most " + Jobs.MAX_OBJECTS + " objects");
            }
            write(request.kind(), objects.next(), document);
        }
        if (count == 0) {
            throw new ApiException(Problem.INVALID, "a job needs at least one object");
        }
    }

    private static void write(JobKind kind, AskedObject object, XmlOut document) {
        ObjectName name = object.name();
        document.element("Object", element -> {
            element.attribute("Name", name);
            if (kind == JobKind.PUT) {
                element.attribute("Size", object.length());
            }
            object.part()
                    .ifPresent(
                            part -> element.attribute("Offset", part.offset()).attribute("Length", part.length()));
            object.version().ifPresent(version -> element.attribute("VersionId", version));
        });
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

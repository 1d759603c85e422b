package dev.gantry.spectra;

import dev.gantry.domain.ChunkId;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.ports.api.Jobs;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * A MasterObjectList, or a single chunk, read as a stream: of the blobs only those of wanted chunks are kept.
 *
 * @param root the attributes of the root element
 * @param chunks the wanted chunks that have blobs, in the order of the answer
 * @param plan what the whole answer tells of the job's plan
 * @param received how many of all blobs are InCache
 */
record RemoteJobList(RemoteElement root, List<RemoteChunk> chunks, RemotePlan plan, long received) {

    private static final String LIST = "MasterObjectList";
    private static final String CHUNK = "Objects";
    private static final String BLOB = "Object";

    /** Reads a MasterObjectList and keeps the chunks whose numbers are {@code wanted}. */
    static RemoteJobList read(InputStream in, IntPredicate wanted) throws XMLStreamException {
        ListReader reader = new ListReader(1, wanted);
        RemoteXml.read(in, LIST, reader);
        return reader.list();
    }

    /** Reads the document of one chunk. */
    static RemoteJobList readChunk(InputStream in) throws XMLStreamException {
        ListReader reader = new ListReader(0, number -> true);
        RemoteXml.read(in, CHUNK, reader);
        return reader.list();
    }

    private static final class ListReader implements RemoteXml.Elements {

        private final int chunkDepth;
        private final IntPredicate wanted;
        private final List<RemoteChunk> chunks = new ArrayList<>();
        private final RemotePlan.Collector plan = new RemotePlan.Collector();
        private List<RemoteBlob> open = new ArrayList<>();
        private RemoteElement root = new RemoteElement(LIST, Map.of());
        private RemoteElement chunk = root;
        private boolean keeps;
        private int blobsOfChunk;
        private long received;

        ListReader(int chunkDepth, IntPredicate wanted) {
            this.chunkDepth = chunkDepth;
            this.wanted = wanted;
        }

        @Override
        public void begin(int depth, String name, XMLStreamReader reader) {
            if (depth == 0) {
                root = new RemoteElement(name, RemoteElement.attributes(reader));
            }
            if (depth == chunkDepth && name.equals(CHUNK)) {
                beginChunk(new RemoteElement(name, RemoteElement.attributes(reader)));
            } else if (depth == chunkDepth + 1 && name.equals(BLOB)) {
                blob(RemoteBlob.of(new RemoteElement(name, RemoteElement.attributes(reader))));
            }
        }

        private void beginChunk(RemoteElement element) {
            chunk = element;
            keeps = wanted.test(number());
            open = new ArrayList<>();
            blobsOfChunk = 0;
        }

        private int number() {
            return Math.toIntExact(Math.min(chunk.number("ChunkNumber"), Integer.MAX_VALUE));
        }

        private void blob(RemoteBlob blob) {
            if (++blobsOfChunk > Jobs.MAX_OBJECTS) {
                throw new InvalidValueException("a chunk has more than " + Jobs.MAX_OBJECTS + " blobs");
            }
            received += blob.inCache() ? 1 : 0;
            plan.blob(blob);
            if (keeps) {
                open.add(blob);
            }
        }

        @Override
        public void end(int depth, String name, String text) {
            if (depth == chunkDepth && name.equals(CHUNK) && blobsOfChunk > 0) {
                endChunk();
            }
        }

        private void endChunk() {
            ChunkId id = ChunkId.parse(chunk.get("ChunkId"));
            plan.chunk(number(), id);
            if (keeps) {
                chunks.add(new RemoteChunk(id, number(), List.copyOf(open)));
            }
        }

        RemoteJobList list() {
            return new RemoteJobList(root, List.copyOf(chunks), plan.plan(), received);
        }
    }
}

package dev.gantry.spectra;

import dev.gantry.domain.Blob;
import dev.gantry.domain.Chunk;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobOption;
import dev.gantry.ports.api.Chunks.Listing;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Jobs.Created;
import dev.gantry.transport.Headers;
import dev.gantry.transport.Reply;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Jobs and chunks as clients read them (docs/spectra-s3.md, MasterObjectList). */
final class JobDocuments {

    private static final String ROOT = "MasterObjectList";
    private static final int PAGE = 8;

    private final SpectraSettings settings;

    JobDocuments(SpectraSettings settings) {
        this.settings = settings;
    }

    /** The job with the chunks that a creation made, all still to be done. */
    Reply created(Gateway gateway, Created created) {
        int end = created.firstChunk() + created.chunks();
        return Answers.streamed(Headers.none(), ROOT, out -> {
            head(out, created.job());
            for (int from = created.firstChunk(); from < end; from += PAGE) {
                Stages.await(gateway.chunks().page(created.job().id(), from, Math.min(PAGE, end - from)))
                        .forEach(listing -> chunk(out, created.job(), listing, Shown.CREATED));
            }
        });
    }

    /** The job with all its chunks, a few at a time. */
    Reply all(Gateway gateway, Job job, Shown shown) {
        return Answers.streamed(Headers.none(), ROOT, out -> {
            head(out, job);
            pages(gateway, job, listing -> chunk(out, job, listing, shown));
        });
    }

    /** Hands over every chunk of a job, in order. */
    static void pages(Gateway gateway, Job job, Consumer<Listing> each) {
        List<Listing> page;
        int from = 0;
        do {
            page = Stages.await(gateway.chunks().page(job.id(), from, PAGE));
            page.forEach(each);
            from += page.size();
        } while (page.size() == PAGE);
    }

    /** The job with those chunks only. */
    Reply some(Headers extra, Job job, List<Listing> chunks) {
        return Answers.streamed(extra, ROOT, out -> {
            head(out, job);
            chunks.forEach(listing -> chunk(out, job, listing, Shown.ALL));
        });
    }

    /** One chunk as a document of its own. */
    Reply one(Job job, Listing listing) {
        return Answers.streamed(Headers.none(), "Objects", out -> content(out, job, listing, Shown.ALL));
    }

    /** Attributes and nodes: a job as lists of jobs have it. */
    void head(XmlOut out, Job job) {
        attributes(out, job);
        nodes(out);
    }

    void attributes(XmlOut out, Job job) {
        out.attribute("Aggregating", job.has(JobOption.AGGREGATING))
                .attribute("BucketName", job.bucket())
                .attribute("CachedSizeInBytes", job.progress().cachedBytes())
                .attribute("ChunkClientProcessingOrderGuarantee", job.ordering())
                .attribute("CompletedSizeInBytes", job.progress().bytes());
        out.attribute("EntirelyInCache", isEntirelyInCache(job))
                .attribute("JobId", job.id())
                .attribute("Naked", false)
                .attribute("Name", job.name())
                .attribute("OriginalSizeInBytes", job.size().bytes())
                .attribute("Priority", job.priority())
                .attribute("RequestType", requestType(job))
                .attribute("StartDate", job.created())
                .attribute("Status", job.status())
                .attribute("UserId", job.owner().id())
                .attribute("UserName", job.owner().name());
    }

    /** What a GET job reads was online when the job was made, or was not; what is written is there once it was received. */
    private static boolean isEntirelyInCache(Job job) {
        return switch (job.kind()) {
            case PUT -> job.progress().blobs() == job.size().blobs();
            case GET -> job.progress().cachedBytes() >= job.size().bytes();
            case VERIFY, STAGE -> true;
        };
    }

    /** At least one, since clients read the first one's end point. */
    void nodes(XmlOut out) {
        out.element("Nodes", this::node);
    }

    /** The protocol has no word for jobs that stage; what they are made for is reading (docs/spectra-s3.md). */
    static JobKind requestType(Job job) {
        return job.kind() == JobKind.STAGE ? JobKind.GET : job.kind();
    }

    private void node(XmlOut nodes) {
        nodes.element(
                "Node",
                out -> out.attribute("EndPoint", settings.host())
                        .attribute(
                                settings.tls() ? "HttpsPort" : "HttpPort",
                                settings.port().getAsInt())
                        .attribute("Id", settings.node()));
    }

    private void chunk(XmlOut out, Job job, Listing listing, Shown shown) {
        if (blobs(job, listing, shown).findAny().isPresent()) {
            out.element("Objects", chunk -> content(chunk, job, listing, shown));
        }
    }

    private void content(XmlOut out, Job job, Listing listing, Shown shown) {
        chunkAttributes(out, listing.chunk());
        blobs(job, listing, shown)
                .forEach(i -> blob(out, job, listing.chunk().blobs().get(i), shown.inCache(job, listing, i)));
    }

    void chunkAttributes(XmlOut out, Chunk chunk) {
        out.attribute("ChunkId", chunk.id())
                .attribute("ChunkNumber", chunk.number())
                .attribute("NodeId", settings.node());
    }

    private static IntStream blobs(Job job, Listing listing, Shown shown) {
        return IntStream.range(0, listing.chunk().blobs().size()).filter(i -> shown.shows(job, listing.state(), i));
    }

    private static void blob(XmlOut objects, Job job, Blob blob, boolean inCache) {
        objects.element(
                "Object",
                out -> out.attribute("Bucket", job.bucket())
                        .attribute("Id", blob.id())
                        .attribute("InCache", inCache)
                        .attribute("Latest", true)
                        .attribute("Length", blob.length())
                        .attribute("Name", blob.name())
                        .attribute("Offset", blob.offset())
                        .attribute("VersionId", blob.object()));
    }
}

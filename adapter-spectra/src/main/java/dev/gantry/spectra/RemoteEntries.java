package dev.gantry.spectra;

import dev.gantry.domain.BlobId;
import dev.gantry.domain.ChunkId;
import dev.gantry.domain.EntryId;
import dev.gantry.domain.JobId;
import dev.gantry.domain.Page;
import dev.gantry.domain.PageRequest;
import dev.gantry.ports.api.JobEntries;
import dev.gantry.ports.api.Problem;
import dev.gantry.transport.Headers;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The blobs of the far side's jobs, as servers of version 6.0 tell them; older ones have records of chunks there. */
final class RemoteEntries implements JobEntries {

    private final RemoteNode node;

    RemoteEntries(RemoteNode node) {
        this.node = node;
    }

    @Override
    public CompletionStage<Entry> find(EntryId entry) {
        RemoteCall call = RemoteCall.rest("GET", "job_chunk_dao/" + entry).missing(Problem.NO_SUCH_CHUNK);
        return node.read(call, (headers, in) -> entry(RemoteElement.read(in, "Data")));
    }

    @Override
    public CompletionStage<Page<Entry>> list(JobId job, PageRequest page) {
        RemoteCall call = RemoteCall.rest("GET", "job_chunk_dao")
                .query("job_id", job.toString())
                .query("page_length", Integer.toString(page.max()))
                .missing(Problem.NO_SUCH_JOB);
        start(call, page.start());
        return node.read(call, (headers, in) -> {
            List<Entry> entries = RemoteElement.read(in, "Data").children("JobEntry").stream()
                    .map(RemoteEntries::entry)
                    .toList();
            return new Page<>(
                    entries, count(headers, WireNames.PAGE_TRUNCATED), count(headers, WireNames.TOTAL_RESULT_COUNT));
        });
    }

    private static void start(RemoteCall call, PageRequest.Start start) {
        if (start instanceof PageRequest.At at) {
            call.query("page_offset", Long.toString(at.offset()));
        } else if (start instanceof PageRequest.Behind behind) {
            call.query("page_start_marker", behind.id().toString());
        } else {
            call.flag("last_page");
        }
    }

    private static long count(Headers headers, String name) {
        return RemoteValues.number(name, headers.first(name).orElse(""));
    }

    private static Entry entry(RemoteElement record) {
        return new Entry(
                EntryId.parse(record.get("Id")),
                JobId.parse(record.get("JobId")),
                ChunkId.parse(record.get("ChunkId")),
                Math.toIntExact(record.number("ChunkNumber")),
                BlobId.parse(record.get("BlobId")),
                RemoteValues.constant(State.class, record.get("BlobStoreState")));
    }
}

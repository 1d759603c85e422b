package dev.gantry.spectra;

import dev.gantry.domain.ChunkId;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.JobId;
import dev.gantry.ports.api.Chunks;
import dev.gantry.transport.Headers;
import dev.gantry.transport.Reply;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The chunks that a client may work on. */
final class ChunkOperations {

    private final JobDocuments documents;

    ChunkOperations(JobDocuments documents) {
        this.documents = documents;
    }

    /** {@code Retry-After} stands on every answer: a client without it asks again at once, without end. */
    CompletionStage<Reply> ready(Call call) {
        JobId job = JobId.parse(call.query().required("job"));
        Optional<ChunkId> only = call.query().text("job_chunk").map(ChunkId::parse);
        return call.gateway().chunks().ready(job, max(call.query())).thenApply(ready -> {
            Headers headers = Headers.builder()
                    .add(WireNames.RETRY_AFTER, ErrorDocument.seconds(ready.retryAfter()))
                    .build();
            return documents.some(headers, ready.job(), chosen(ready, only));
        });
    }

    private static int max(Query query) {
        long number = query.number("preferred_number_of_chunks").orElse(Chunks.MAX_READY);
        if (number < 1) {
            throw new InvalidValueException("preferred_number_of_chunks is at least 1");
        }
        return (int) Math.min(number, Chunks.MAX_READY);
    }

    private static List<Chunks.Listing> chosen(Chunks.Ready ready, Optional<ChunkId> only) {
        return ready.chunks().stream()
                .filter(listing ->
                        only.isEmpty() || only.get().equals(listing.chunk().id()))
                .toList();
    }

    CompletionStage<Reply> show(Call call) {
        return answer(call, call.gateway().chunks().find(chunk(call)));
    }

    CompletionStage<Reply> allocate(Call call) {
        return answer(call, call.gateway().chunks().allocate(chunk(call)));
    }

    private static ChunkId chunk(Call call) {
        return ChunkId.parse(call.target().item());
    }

    private CompletionStage<Reply> answer(Call call, CompletionStage<Chunks.Listing> chunk) {
        return chunk.thenCompose(listing ->
                call.gateway().jobs().get(listing.chunk().job()).thenApply(job -> documents.one(job, listing)));
    }
}

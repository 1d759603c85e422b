package dev.gantry.engine;

import dev.gantry.domain.EntryId;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.JobId;
import dev.gantry.domain.Page;
import dev.gantry.domain.PageRequest;
import dev.gantry.domain.User;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.JobEntries;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.spi.ChunkSummary;
import dev.gantry.ports.spi.StoredChunk;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The blobs of jobs as one user sees them. Of a job only the chunks that a page shows are read. */
final class EntryService implements JobEntries {

    private final EngineContext context;
    private final JobBoard board;
    private final User user;

    EntryService(EngineContext context, JobBoard board, User user) {
        this.context = context;
        this.board = board;
        this.user = user;
    }

    @Override
    public CompletionStage<Entry> find(EntryId id) {
        return Failures.translated(
                context.control().then(context.jobStore().chunks().holding(id), found -> {
                    StoredChunk stored = found.orElseThrow(
                            () -> new ApiException(Problem.NO_SUCH_CHUNK, "there is no entry " + id + " of any job"));
                    int place = id.placeIn(stored.chunk()).orElseThrow();
                    return board.require(user, stored.chunk().job()).thenApply(job -> entry(stored, place));
                }),
                Problem.NO_SUCH_CHUNK);
    }

    private static Entry entry(StoredChunk stored, int place) {
        return new Entry(
                EntryId.of(stored.chunk().id(), place),
                stored.chunk().job(),
                stored.chunk().id(),
                stored.chunk().number(),
                stored.chunk().blobs().get(place).id(),
                state(stored, place));
    }

    private static State state(StoredChunk stored, int place) {
        if (stored.state().hasEvidence(place)) {
            return State.COMPLETED;
        }
        return stored.state().granted() && !stored.state().hasFailed(place) ? State.IN_PROGRESS : State.PENDING;
    }

    @Override
    public CompletionStage<Page<Entry>> list(JobId job, PageRequest page) {
        return Failures.translated(
                context.control()
                        .call(() -> context.control()
                                .then(
                                        board.require(user, job),
                                        known -> context.control()
                                                .then(
                                                        context.jobStore()
                                                                .chunks()
                                                                .summaries(job),
                                                        chunks -> list(job, page, chunks)))),
                Problem.NO_SUCH_JOB);
    }

    private CompletionStage<Page<Entry>> list(JobId job, PageRequest page, List<ChunkSummary> chunks) {
        long total = chunks.stream().mapToLong(ChunkSummary::blobs).sum();
        return offset(job, page, chunks, total).thenCompose(offset -> {
            long from = Math.min(offset, total);
            long to = Math.min(total, from + page.max());
            return read(job, chunks, from, to).thenApply(entries -> new Page<>(entries, total - to, total));
        });
    }

    private CompletionStage<Long> offset(JobId job, PageRequest page, List<ChunkSummary> chunks, long total) {
        if (page.start() instanceof PageRequest.Behind behind) {
            EntryId marker = new EntryId(behind.id());
            return context.jobStore().chunks().holding(marker).thenApply(found -> behind(job, marker, found, chunks));
        }
        return CompletableFuture.completedStage(
                page.start() instanceof PageRequest.At at ? at.offset() : page.lastOf(total));
    }

    private static long behind(JobId job, EntryId marker, Optional<StoredChunk> found, List<ChunkSummary> chunks) {
        StoredChunk stored = found.filter(chunk -> chunk.chunk().job().equals(job))
                .orElseThrow(() -> new InvalidValueException(
                        "the page is to begin behind " + marker + ", which is no entry of job " + job));
        long before = chunks.stream()
                .filter(chunk -> chunk.number() < stored.chunk().number())
                .mapToLong(ChunkSummary::blobs)
                .sum();
        return before + marker.placeIn(stored.chunk()).orElseThrow() + 1;
    }

    /** The entries from {@code from} to {@code to}, counted through all chunks. */
    private CompletionStage<List<Entry>> read(JobId job, List<ChunkSummary> chunks, long from, long to) {
        int first = 0;
        long before = 0;
        while (first < chunks.size() && before + chunks.get(first).blobs() <= from) {
            before += chunks.get(first++).blobs();
        }
        int count = 0;
        for (long end = before; first + count < chunks.size() && end < to; count++) {
            end += chunks.get(first + count).blobs();
        }
        long skipped = from - before;
        return context.jobStore()
                .chunks()
                .page(job, first, count)
                .thenApply(stored -> stored.stream()
                        .flatMap(EntryService::entries)
                        .skip(skipped)
                        .limit(to - from)
                        .toList());
    }

    private static Stream<Entry> entries(StoredChunk stored) {
        return IntStream.range(0, stored.chunk().blobs().size()).mapToObj(place -> entry(stored, place));
    }
}

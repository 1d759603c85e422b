package dev.gantry.engine;

import dev.gantry.domain.Job;
import dev.gantry.domain.JobFilter;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobOption;
import dev.gantry.domain.JobStatus;
import dev.gantry.domain.PageRequest;
import dev.gantry.domain.Truncation;
import dev.gantry.ports.spi.JobTable;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What has to be done from time to time: jobs whose clients are silent for too long end, and what has ended long ago is
 * forgotten. Belongs to the control thread.
 */
final class Upkeep {

    /** How many rounds there are within the time after which a silent client's job ends. */
    private static final int ROUNDS = 48;

    private static final JobFilter ENDED = JobFilter.of(EnumSet.of(JobStatus.COMPLETED, JobStatus.CANCELED));

    private static final PageRequest LAST_PAGE = new PageRequest(new PageRequest.Last(), PageRequest.MAX);

    private final EngineContext context;
    private final JobBoard board;
    private final JobTruncation truncation;

    Upkeep(EngineContext context, JobBoard board, JobTruncation truncation) {
        this.context = context;
        this.board = board;
        this.truncation = truncation;
    }

    /** Does a round now and from then on again and again, as long as the engine lives. */
    void start() {
        round();
        context.environment().after(context.settings().idle().dividedBy(ROUNDS), this::start);
    }

    private void round() {
        board.all().forEach(this::look);
        Instant oldest = context.environment().now().minus(context.settings().history());
        forgetOld(oldest);
        context.jobStore().tasks().forget(oldest);
    }

    /** What ended first stands last in the list. */
    private void forgetOld(Instant oldest) {
        JobTable table = context.jobStore().jobs();
        context.control().then(table.list(ENDED, LAST_PAGE), page -> {
            List<Job> old = page.items().stream()
                    .filter(job -> job.ending().orElseThrow().at().isBefore(oldest))
                    .toList();
            CompletionStage<Void> forgotten = CompletableFuture.completedStage(null);
            for (Job job : old) {
                forgotten = forgotten.thenCompose(nothing -> table.forget(job.id()));
            }
            boolean more = !old.isEmpty() && old.size() == page.items().size();
            forgotten.thenRun(() -> context.control().run(() -> {
                if (more) {
                    forgetOld(oldest);
                }
            }));
            return forgotten;
        });
    }

    private void look(ActiveJob running) {
        if (!running.work().isClients()) {
            running.grants().offer();
        } else if (running.chunks().all().stream().anyMatch(ActiveChunk::isMoving) || isWaitingForData(running)) {
            running.touch();
        } else if (mayEnd(running) && isIdle(running)) {
            end(running);
        }
    }

    /** Only a job that waits for its client is idle. */
    private static boolean isWaitingForData(ActiveJob running) {
        return running.staging().filter(own -> own.reasons().areAll()).isPresent();
    }

    private static boolean mayEnd(ActiveJob running) {
        Job job = running.job();
        return !running.hasEnded() && !job.has(JobOption.KEPT_WHEN_IDLE) && !job.has(JobOption.PROTECTED);
    }

    private boolean isIdle(ActiveJob running) {
        Duration idle = running.grants().idle();
        return idle.compareTo(context.settings().idle()) >= 0;
    }

    private void end(ActiveJob running) {
        if (running.job().kind() == JobKind.PUT) {
            truncation.truncate(running, Truncation.BY_TIMEOUT);
        } else {
            board.timeOut(
                    running, "its client was silent for " + context.settings().idle());
        }
    }
}

package dev.gantry.spectra;

import dev.gantry.domain.Job;
import dev.gantry.domain.JobFilter;
import dev.gantry.domain.JobId;
import dev.gantry.domain.PageRequest;
import dev.gantry.ports.api.Gateway;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** Does something to every job of a list that it takes out of that list. Jobs that stay are passed over. */
final class JobSweep {

    private final Gateway gateway;
    private final JobFilter filter;
    private final Predicate<Job> wanted;

    JobSweep(Gateway gateway, JobFilter filter, Predicate<Job> wanted) {
        this.gateway = gateway;
        this.filter = filter;
        this.wanted = wanted;
    }

    CompletionStage<Void> run(BiFunction<Gateway, JobId, ? extends CompletionStage<?>> each) {
        return from(0, each);
    }

    private CompletionStage<Void> from(long offset, BiFunction<Gateway, JobId, ? extends CompletionStage<?>> each) {
        return gateway.jobs().list(filter, PageRequest.from(offset)).thenCompose(page -> {
            List<Job> taken = page.items().stream().filter(wanted).toList();
            return all(taken, each)
                    .thenCompose(nothing -> page.items().isEmpty() || (page.left() == 0 && taken.isEmpty())
                            ? CompletableFuture.completedFuture(null)
                            : from(offset + page.items().size() - taken.size(), each));
        });
    }

    private CompletionStage<Void> all(List<Job> jobs, BiFunction<Gateway, JobId, ? extends CompletionStage<?>> each) {
        CompletionStage<Void> all = CompletableFuture.completedFuture(null);
        for (Job job : jobs) {
            all = all.thenCompose(before -> each.apply(gateway, job.id()).thenApply(after -> null));
        }
        return all;
    }
}

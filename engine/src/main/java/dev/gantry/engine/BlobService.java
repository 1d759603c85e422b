package dev.gantry.engine;

import dev.gantry.domain.JobId;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.User;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Blobs;
import dev.gantry.ports.api.Blobs.Address;
import dev.gantry.ports.api.Problem;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Data as one user moves it. */
final class BlobService implements Blobs {

    private final EngineContext context;
    private final User user;
    private final BlobIntake intake;
    private final BlobDelivery delivery;
    private final NakedRequests naked;
    private final ImplicitJobs implicit;

    BlobService(
            EngineContext context,
            User user,
            BlobIntake intake,
            BlobDelivery delivery,
            NakedRequests naked,
            ImplicitJobs implicit) {
        this.implicit = implicit;
        this.context = context;
        this.user = user;
        this.intake = intake;
        this.delivery = delivery;
        this.naked = naked;
    }

    @Override
    public CompletionStage<Received> put(Upload upload) {
        CompletionStage<Received> received = context.control()
                .call(() -> context.control()
                        .then(
                                job(JobKind.PUT, upload.address()),
                                job -> job.isPresent()
                                        ? intake.put(user, job.get(), upload)
                                        : naked.put(user, whole(upload.address(), upload))));
        return Failures.translated(received, Problem.NO_SUCH_OBJECT)
                .whenComplete((answer, failure) -> upload.payload().close());
    }

    @Override
    public CompletionStage<Read> get(Download download) {
        return Failures.translated(
                job(JobKind.GET, download.address())
                        .thenCompose(job -> job.isPresent()
                                ? delivery.get(user, job.get(), download)
                                : naked.get(user, whole(download.address(), download))),
                Problem.NO_SUCH_OBJECT);
    }

    /** The job that the request names, or one that lets itself be found. */
    private CompletionStage<Optional<JobId>> job(JobKind kind, Address address) {
        return address.job().isPresent()
                ? CompletableFuture.completedStage(address.job())
                : context.control().call(() -> implicit.find(user, kind, address));
    }

    private static <T> T whole(Address address, T request) {
        if (address.offset().orElse(0) != 0) {
            throw new ApiException(Problem.INVALID, "an offset needs a job; without one the object goes whole");
        }
        return request;
    }
}

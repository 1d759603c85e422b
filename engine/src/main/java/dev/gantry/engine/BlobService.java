package dev.gantry.engine;

import dev.gantry.domain.User;
import dev.gantry.ports.api.Blobs;
import dev.gantry.ports.api.Problem;
import java.util.concurrent.CompletionStage;

/** Data as one user moves it. */
final class BlobService implements Blobs {

    private final EngineContext context;
    private final User user;
    private final BlobIntake intake;
    private final BlobDelivery delivery;
    private final NakedRequests naked;

    BlobService(EngineContext context, User user, BlobIntake intake, BlobDelivery delivery, NakedRequests naked) {
        this.context = context;
        this.user = user;
        this.intake = intake;
        this.delivery = delivery;
        this.naked = naked;
    }

    @Override
    public CompletionStage<Received> put(Upload upload) {
        CompletionStage<Received> received = context.control()
                .call(() -> upload.address()
                        .job()
                        .map(job -> intake.put(user, job, upload))
                        .orElseGet(() -> naked.put(user, upload)));
        return Failures.translated(received, Problem.NO_SUCH_OBJECT)
                .whenComplete((answer, failure) -> upload.payload().close());
    }

    @Override
    public CompletionStage<Read> get(Download download) {
        return Failures.translated(
                context.control()
                        .call(() -> download.address()
                                .job()
                                .map(job -> delivery.get(user, job, download))
                                .orElseGet(() -> naked.get(user, download))),
                Problem.NO_SUCH_OBJECT);
    }
}

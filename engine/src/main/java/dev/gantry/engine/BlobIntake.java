package dev.gantry.engine;

import dev.gantry.domain.Blob;
import dev.gantry.domain.Checksum;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.User;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Blobs.Received;
import dev.gantry.ports.api.Blobs.Upload;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.spi.KeptReceipt;
import dev.gantry.ports.spi.ObjectWriter;
import dev.gantry.ports.spi.ObjectWriter.Receipt;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes blobs of PUT jobs in. Belongs to the control thread. */
final class BlobIntake {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private final EngineContext context;
    private final JobBoard board;
    private final BlobLocator locator;
    private final RepeatedBlobs repeated;
    private final ReadBack readBack;

    BlobIntake(EngineContext context, JobBoard board, BlobLocator locator, ReadBack readBack) {
        this.readBack = readBack;
        this.context = context;
        this.board = board;
        this.locator = locator;
        this.repeated = new RepeatedBlobs(context, board);
    }

    CompletionStage<Received> put(User user, JobId id, Upload upload) {
        return context.control().then(board.require(user, id), job -> {
            ActiveJob running = board.find(id).filter(j -> !j.hasEnded()).orElseThrow(() -> ended(job));
            if (job.kind() != JobKind.PUT) {
                throw new ApiException(Problem.INVALID, "job " + id + " is a " + job.kind() + " job; it takes no data");
            }
            running.touch();
            return context.control().then(locator.find(running, upload.address()), place -> {
                requireLength(place.chunk().blob(place.index()), upload);
                TransferPace pace = context.limits().pace(running.store().id(), job.owner());
                upload.payload().pace(pace);
                return receive(new Arrival(running, place.chunk(), place.index(), upload, pace));
            });
        });
    }

    private static ApiException ended(Job job) {
        return new ApiException(Problem.GONE, "job " + job.id() + " is " + job.status() + " and takes no data");
    }

    private static void requireLength(Blob blob, Upload upload) {
        if (upload.payload().length() != blob.length()) {
            throw new ApiException(
                    Problem.WRONG_LENGTH,
                    "the blob of " + blob.name() + " at offset " + blob.offset() + " has " + blob.length()
                            + " bytes, not " + upload.payload().length());
        }
    }

    private CompletionStage<Received> receive(Arrival arrival) {
        if (arrival.job().hasEnded()) {
            throw ended(arrival.job().job());
        }
        Incoming first = arrival.chunk().incoming().get(arrival.index());
        if (first != null) {
            return context.control().then(endOrSilence(first), nothing -> receive(arrival));
        }
        Optional<Receipt> receipt = arrival.job()
                .objects()
                .known(arrival.blob().object())
                .flatMap(assembly -> assembly.receipt(arrival.blob().offset()));
        if (receipt.isPresent() || arrival.chunk().intended().hasEvidence(arrival.index())) {
            return repeated.compare(arrival, receipt);
        }
        Incoming incoming = new Incoming(arrival.upload().payload());
        arrival.chunk().incoming().put(arrival.index(), incoming);
        return context.control().settle(transfer(arrival), (received, failure) -> {
            arrival.chunk().incoming().remove(arrival.index());
            arrival.job().chunks().unloadIfDone(arrival.chunk());
            incoming.end();
            return failure == null
                    ? CompletableFuture.completedStage(received)
                    : CompletableFuture.failedStage(failure);
        });
    }

    /** Completes when the first upload of a blob has ended; one that has gone silent is made to. */
    private CompletionStage<Void> endOrSilence(Incoming first) {
        if (first.idle().compareTo(context.settings().silence()) >= 0) {
            first.giveUp();
            return first.ended();
        }
        CompletableFuture<Void> look = new CompletableFuture<>();
        Runnable callOff = context.environment().after(LOOK_AGAIN, () -> look.complete(null));
        return context.control().then(CompletableFuture.anyOf(first.ended().toCompletableFuture(), look), any -> {
            callOff.run();
            return first.ended().toCompletableFuture().isDone()
                    ? CompletableFuture.completedStage(null)
                    : endOrSilence(first);
        });
    }

    private CompletionStage<Received> transfer(Arrival arrival) {
        CompletionStage<SlotPool.Slot> turn = context.limits()
                .inTurn(arrival.pace(), () -> arrival.job().grants().slotFor(arrival.chunk()));
        return context.control().then(turn, slot -> {
            slot.begin();
            CompletionStage<Received> moved =
                    context.control().then(arrival.job().granted(arrival.chunk()), nothing -> write(arrival));
            return context.control().settle(moved, (received, failure) -> {
                slot.end();
                return failure == null
                        ? CompletableFuture.completedStage(received)
                        : CompletableFuture.failedStage(failure);
            });
        });
    }

    private CompletionStage<Received> write(Arrival arrival) {
        Blob blob = arrival.blob();
        Upload upload = arrival.upload();
        if (arrival.job().hasEnded()) {
            throw ended(arrival.job().job());
        }
        ObjectAssembly assembly = arrival.job().assembly(blob);
        CompletionStage<ObjectWriter> writer =
                assembly.writer(upload.metadata(), arrival.job().job().created());
        return context.control()
                .then(
                        writer,
                        w -> context.control()
                                .then(
                                        arrival.job()
                                                .store()
                                                .once(o -> w.write(
                                                        blob.range(),
                                                        upload.payload(),
                                                        digests(upload, context.settings()))),
                                        receipt -> {
                                            arrival.pace().moved(blob.length());
                                            requireAgreement(assembly, blob, receipt, upload.expected());
                                            return arrived(arrival, assembly, w, receipt);
                                        }));
    }

    /** CRC32C always, MD5 for what is small, and whatever the client sent. */
    static Set<ChecksumType> digests(Upload upload, EngineSettings settings) {
        Set<ChecksumType> digests = EnumSet.of(ChecksumType.CRC32C);
        digests.addAll(upload.wanted());
        if (upload.payload().length() <= settings.md5Limit()) {
            digests.add(ChecksumType.MD5);
        }
        upload.expected().all().forEach(expected -> digests.add(expected.type()));
        return digests;
    }

    private static void requireAgreement(ObjectAssembly assembly, Blob blob, Receipt receipt, Checksums expected) {
        try {
            requireAgreement(blob, receipt.checksums(), expected);
        } catch (ApiException e) {
            assembly.refuse();
            throw e;
        }
    }

    static void requireAgreement(Blob blob, Checksums actual, Checksums expected) {
        actual.firstDisagreement(expected).ifPresent(e -> {
            throw new ApiException(
                    Problem.CHECKSUM_MISMATCH,
                    "the bytes of " + blob.name() + " at offset " + blob.offset() + " have the " + e.type()
                            + " checksum "
                            + actual.find(e.type()).map(Checksum::toBase64).orElse("?") + ", not "
                            + e.toBase64() + "; nothing was stored");
        });
    }

    /** The bytes are right: makes them durable, makes the object visible if it is whole, and then the evidence. */
    private CompletionStage<Received> arrived(
            Arrival arrival, ObjectAssembly assembly, ObjectWriter writer, Receipt receipt) {
        if (arrival.job().hasEnded()) {
            throw ended(arrival.job().job());
        }
        assembly.add(receipt);
        CompletionStage<Received> answer = context.control()
                .then(durable(arrival, assembly, writer), done -> noteEvidence(arrival, assembly, receipt));
        return context.control().settle(answer, (received, failure) -> {
            if (failure != null) {
                board.finishIfDone(arrival.job());
            }
            if (failure != null
                    && !assembly.isPublished()
                    && !arrival.chunk().intended().hasEvidence(arrival.index())) {
                assembly.remove(receipt);
            }
            return failure == null
                    ? CompletableFuture.completedStage(received)
                    : CompletableFuture.failedStage(failure);
        });
    }

    /**
     * Completes once the blob is durable: by publication where it makes its object whole, else by a force. A force that
     * comes behind the publication that another blob brought about finds nothing to force; the publication answers it.
     */
    private CompletionStage<Void> durable(Arrival arrival, ObjectAssembly assembly, ObjectWriter writer) {
        if (assembly.isWhole()) {
            return published(arrival, assembly, writer);
        }
        return context.control().settle(arrival.job().store().repeat(writer::force), (done, failure) -> {
            if (failure == null) {
                return CompletableFuture.completedStage(null);
            }
            return assembly.isWhole() ? published(arrival, assembly, writer) : CompletableFuture.failedStage(failure);
        });
    }

    private CompletionStage<Void> published(Arrival arrival, ObjectAssembly assembly, ObjectWriter writer) {
        return context.control().then(assembly.publish(writer), stored -> readBack.confirm(arrival, assembly));
    }

    private CompletionStage<Received> noteEvidence(Arrival arrival, ObjectAssembly assembly, Receipt receipt) {
        ActiveJob job = arrival.job();
        if (job.hasEnded() && !assembly.isPublished()) {
            throw ended(job.job());
        }
        arrival.chunk().evidence(arrival.index());
        CompletionStage<Void> kept;
        if (assembly.isPublished()) {
            job.objects().forget(arrival.blob().object());
            kept = dropReceipts(job, assembly);
        } else {
            arrival.chunk().keep(new KeptReceipt(arrival.index(), receipt, assembly.metadata()));
            assembly.keptIn(arrival.chunk().number());
            kept = CompletableFuture.completedStage(null);
        }
        CompletionStage<Void> noted = context.control()
                .then(
                        kept,
                        nothing -> context.control()
                                .then(job.record(arrival.chunk()), recorded -> board.finishIfDone(job)));
        return noted.thenApply(nothing -> received(arrival.blob(), receipt.checksums(), arrival.upload()));
    }

    /**
     * The object is whole: receipts that were kept of it have no use any more, and would be taken for lost bytes by a
     * recovery if somebody replaced the object meanwhile.
     */
    private CompletionStage<Void> dropReceipts(ActiveJob job, ObjectAssembly assembly) {
        CompletionStage<Void> all = CompletableFuture.completedStage(null);
        for (int number : assembly.takeChunksWithReceipts()) {
            all = context.control()
                    .then(
                            all,
                            nothing -> context.control().then(job.chunks().load(number), chunk -> {
                                chunk.dropReceipts(assembly.object());
                                return context.control().then(job.record(chunk), recorded -> {
                                    job.chunks().unloadIfDone(chunk);
                                    return CompletableFuture.completedStage(null);
                                });
                            }));
        }
        return all;
    }

    static Received received(Blob blob, Checksums checksums, Upload upload) {
        Optional<Checksum> sent =
                upload.expected().all().stream().findFirst().flatMap(expected -> checksums.find(expected.type()));
        Checksum answer = sent.or(() -> checksums.find(ChecksumType.MD5))
                .or(() -> checksums.find(ChecksumType.CRC32C))
                .orElseThrow(() -> new IllegalStateException("a receipt without any checksum"));
        return new Received(blob, checksums, answer);
    }
}

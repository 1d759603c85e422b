package dev.gantry.spectra;

import dev.gantry.domain.Blob;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.Checksum;
import dev.gantry.domain.ChecksumType;
import dev.gantry.domain.Checksums;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.Metadata;
import dev.gantry.domain.ObjectName;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Blobs;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.payload.Streamed;
import dev.gantry.transport.Answer;
import dev.gantry.transport.Headers;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Moves blobs to and from the far side (docs/spectra-s3.md, Data path inside a job). */
final class RemoteBlobs implements Blobs {

    private static final int PARTIAL = 206;

    /** As many as fit into the head of a request that servers take. */
    private static final int MAX_RANGES = 100;

    private final RemoteNode node;
    private final RemotePlans plans;

    RemoteBlobs(RemoteNode node, RemotePlans plans) {
        this.node = node;
        this.plans = plans;
    }

    /** Ids that the far side does not name with its answer are made of the object's name. */
    @Override
    public CompletionStage<Received> put(Upload upload) {
        Payload payload = upload.payload();
        try {
            Optional<Checksum> sent = strongest(upload.expected());
            blob(upload.address(), payload.length(), Optional.empty());
            RemoteCall call = addressed("PUT", upload.address()).body(WireNames.OCTETS, payload);
            metadata(call, upload.metadata());
            sent.ifPresent(c -> call.header(WireNames.checksumHeader(c.type()), c.toBase64()));
            call.digests(sent.isPresent() ? Set.of() : Set.of(ChecksumType.CRC32C));
            return node.exchange(call).thenCompose(answer -> {
                try (answer) {
                    return node.understood("PUT of " + upload.address().key(), () -> received(upload, sent, answer));
                }
            });
        } catch (RuntimeException e) {
            payload.close();
            return CompletableFuture.failedFuture(invalid(e));
        }
    }

    private static RuntimeException invalid(RuntimeException e) {
        return e instanceof InvalidValueException ? new ApiException(Problem.INVALID, e.getMessage(), e) : e;
    }

    private static RemoteCall addressed(String method, Address address) {
        RemoteCall call = RemoteCall.object(method, address.key());
        address.job().ifPresent(job -> call.query("job", job.toString()));
        address.offset().ifPresent(offset -> call.query("offset", Long.toString(offset)));
        return call;
    }

    /** One checksum goes with a request: the one that costs least to check, else any that was given. */
    private static Optional<Checksum> strongest(Checksums expected) {
        return expected.find(ChecksumType.CRC32C)
                .or(() -> expected.all().stream().findFirst());
    }

    private static void metadata(RemoteCall call, Metadata metadata) {
        metadata.values().forEach((name, value) -> {
            RemoteValues.demandHeader(name, value);
            call.header(WireNames.META_PREFIX + name, value);
        });
    }

    /** The blob that the request is about; refuses a length and an offset that no blob has. */
    private Blob blob(Address address, long length, Optional<String> version) {
        ObjectName name = address.key().name();
        RemoteBlob blob =
                new RemoteBlob(Optional.empty(), name, address.offset().orElse(0), length, version, true);
        Optional<RemoteReach> reach =
                address.job().flatMap(plans::find).flatMap(known -> known.plan().reach(name));
        return blob.toBlob(address.key().bucket(), JobKind.PUT, reach);
    }

    /** What was not sent ahead was computed as it went out. */
    private Received received(Upload upload, Optional<Checksum> sent, Answer stored) {
        Headers headers = stored.headers();
        Optional<String> version = headers.first(WireNames.VERSION_ID).filter(v -> !v.isEmpty());
        Blob blob = blob(upload.address(), upload.payload().length(), version);
        Optional<Checksum> answered = RemoteObjectInfo.checksum(headers);
        Checksums ours = sent.map(Checksums::of).orElse(stored.sent());
        Checksums known = Checksums.of(
                Stream.concat(ours.all().stream(), answered.stream()).toList());
        if (known.firstDisagreement(ours).isPresent()) {
            throw new ApiException(
                    Problem.CHECKSUM_MISMATCH,
                    "the node stored " + blob.name() + " with " + answered.get() + ", but it was " + ours);
        }
        Checksum answer = answered.or(() -> sent)
                .orElseThrow(() ->
                        new InvalidValueException("it names no checksum of what was stored; send one with the blob"));
        return new Received(blob, known, answer);
    }

    /** Several ranges go with one request and come as one body, whose parts are then read one after the other. */
    @Override
    public CompletionStage<Read> get(Download download) {
        List<ByteRange> ranges = download.ranges();
        if (ranges.size() > MAX_RANGES || ranges.stream().anyMatch(range -> range.length() == 0)) {
            return CompletableFuture.failedFuture(new ApiException(
                    Problem.INVALID, "over the wire, ask for at most " + MAX_RANGES + " ranges of at least one byte"));
        }
        RemoteCall call = addressed("GET", download.address());
        if (!ranges.isEmpty()) {
            call.header(WireNames.RANGE, range(ranges));
        }
        return node.exchange(call)
                .thenCompose(
                        answer -> node.understood("GET of " + download.address().key(), () -> read(download, answer))
                                .whenComplete((read, failure) -> closeUnless(failure == null, answer)));
    }

    private static String range(List<ByteRange> ranges) {
        return ranges.stream()
                .map(range -> range.offset() + "-" + (range.end() - 1))
                .collect(Collectors.joining(",", "bytes=", ""));
    }

    private static void closeUnless(boolean given, Answer answer) {
        if (!given) {
            answer.close();
        }
    }

    private static Read read(Download download, Answer answer) {
        Streamed body = answer.body();
        if (body.length() == Streamed.UNKNOWN) {
            throw new InvalidValueException("it does not say how long the blob is");
        }
        if ((answer.status() == PARTIAL) == download.ranges().isEmpty()) {
            throw new InvalidValueException("it gives " + (download.ranges().isEmpty() ? "a part" : "all") + " where "
                    + (download.ranges().isEmpty() ? "all" : "a part") + " was asked for");
        }
        return RemoteRead.of(download, answer);
    }
}

package dev.gantry.engine;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.Checksums;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.Metadata;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.domain.Ordering;
import dev.gantry.domain.Role;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.User;
import dev.gantry.domain.UserId;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Blobs.Address;
import dev.gantry.ports.api.Blobs.Download;
import dev.gantry.ports.api.Blobs.Read;
import dev.gantry.ports.api.Blobs.Received;
import dev.gantry.ports.api.Blobs.Upload;
import dev.gantry.ports.api.Chunks.Ready;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Jobs.AskedObject;
import dev.gantry.ports.api.Jobs.JobRequest;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.payload.Buffers;
import dev.gantry.ports.payload.Payload;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** What engine tests say over and over: an engine in memory and short forms of its verbs. */
final class EngineFixture implements AutoCloseable {

    static final BucketName BUCKET = new BucketName("b");
    static final User ROOT = new User(new UserId(new UUID(1, 1)), "root", Role.ROOT);
    static final User OTHER = new User(new UserId(new UUID(1, 2)), "other", Role.USER);

    final Gantry gantry;
    final Gateway api;

    EngineFixture(Gantry gantry) {
        this.gantry = gantry;
        this.api = gantry.as(ROOT);
    }

    static EngineFixture inMemory(EngineSettings settings) {
        return inMemory(settings, new SystemEnvironment());
    }

    static EngineFixture inMemory(EngineSettings settings, Environment environment) {
        return new EngineFixture(get(Gantry.builder()
                .store(new MemoryProvider(new StoreId("memory"), environment.blocking()))
                .inMemory()
                .environment(environment)
                .settings(settings)
                .start()));
    }

    static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    static Problem problemOf(CompletionStage<?> stage) {
        try {
            get(stage);
        } catch (ApiException e) {
            return e.problem();
        }
        throw new AssertionError("it was done");
    }

    EngineFixture withBucket() {
        get(api.buckets().create(BUCKET, Optional.empty()));
        return this;
    }

    Job putJob(long maxUpload, AskedObject... objects) {
        return get(api.jobs()
                        .create(
                                request(JobKind.PUT, maxUpload),
                                List.of(objects).iterator()))
                .job();
    }

    Job getJob(String... names) {
        List<AskedObject> asked = new ArrayList<>();
        for (String name : names) {
            asked.add(object(name, 0));
        }
        return get(api.jobs().create(request(JobKind.GET, 0), asked.iterator())).job();
    }

    static JobRequest request(JobKind kind, long maxUpload) {
        OptionalLong max = maxUpload > 0 ? OptionalLong.of(maxUpload) : OptionalLong.empty();
        return new JobRequest(kind, BUCKET, "test", Optional.empty(), Ordering.NONE, max);
    }

    static AskedObject object(String name, long length) {
        return new AskedObject(new ObjectName(name), length);
    }

    CompletionStage<Received> put(JobId job, String name, long offset, byte[] bytes) {
        return put(job, name, offset, bytes, Checksums.none());
    }

    CompletionStage<Received> put(JobId job, String name, long offset, byte[] bytes, Checksums expected) {
        return api.blobs().put(new Upload(address(job, name, offset), Metadata.none(), expected, Buffers.of(bytes)));
    }

    void putWhole(String name, byte[] bytes) {
        Address naked =
                new Address(new ObjectKey(BUCKET, new ObjectName(name)), Optional.empty(), OptionalLong.empty());
        get(api.blobs().put(new Upload(naked, Metadata.none(), Checksums.none(), Buffers.of(bytes))));
    }

    CompletionStage<Read> read(JobId job, String name, long offset) {
        return api.blobs().get(new Download(address(job, name, offset), List.of()));
    }

    static Address address(JobId job, String name, long offset) {
        return new Address(new ObjectKey(BUCKET, new ObjectName(name)), Optional.of(job), OptionalLong.of(offset));
    }

    /** Reads a blob to its end and acknowledges it. */
    byte[] take(JobId job, String name, long offset) {
        try (Read read = get(read(job, name, offset))) {
            byte[] bytes = bytes(read);
            get(read.delivered());
            return bytes;
        }
    }

    static byte[] bytes(Read read) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Payload payload : read.payloads()) {
            get(PayloadReader.read(
                    payload,
                    buffer -> {
                        byte[] copy = new byte[buffer.remaining()];
                        buffer.get(copy);
                        out.writeBytes(copy);
                    },
                    Runnable::run));
        }
        return out.toByteArray();
    }

    Ready ready(JobId job) {
        return get(api.chunks().ready(job, 64));
    }

    Job job(JobId job) {
        return get(api.jobs().get(job));
    }

    @Override
    public void close() {
        gantry.close();
    }
}

package dev.gantry.engine;

import dev.gantry.domain.ByteRange;
import dev.gantry.domain.Checksum;
import dev.gantry.domain.User;
import dev.gantry.ports.api.Blobs;
import dev.gantry.ports.api.Buckets;
import dev.gantry.ports.api.Chunks;
import dev.gantry.ports.api.CreationFailures;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.JobEndings;
import dev.gantry.ports.api.JobEntries;
import dev.gantry.ports.api.Jobs;
import dev.gantry.ports.api.Limits;
import dev.gantry.ports.api.Media;
import dev.gantry.ports.api.Objects;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.ports.api.Replication;
import dev.gantry.ports.api.Stores;
import dev.gantry.ports.api.Tasks;
import dev.gantry.ports.api.Waits;
import dev.gantry.ports.payload.Buffers;
import dev.gantry.ports.payload.Payload;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** An engine on the way to which data requests are counted, fail, or have their bytes damaged. */
final class MeddlingGateway implements Gateway, Blobs {

    private final Gateway engine;
    final AtomicInteger puts = new AtomicInteger();
    final AtomicInteger gets = new AtomicInteger();
    volatile Consumer<Upload> onPut = upload -> {};
    volatile Consumer<Download> onGet = download -> {};
    volatile String damaged = "";

    MeddlingGateway(Gateway engine) {
        this.engine = engine;
    }

    @Override
    public JobEntries entries() {
        return engine.entries();
    }

    @Override
    public Limits limits() {
        return engine.limits();
    }

    @Override
    public Media media() {
        return engine.media();
    }

    @Override
    public Waits waits() {
        return engine.waits();
    }

    @Override
    public CreationFailures creationFailures() {
        return engine.creationFailures();
    }

    @Override
    public Replication replication() {
        return engine.replication();
    }

    @Override
    public CompletionStage<Received> put(Upload upload) {
        try {
            onPut.accept(upload);
        } catch (RuntimeException e) {
            upload.payload().close();
            return CompletableFuture.failedStage(e);
        }
        puts.incrementAndGet();
        return engine.blobs().put(upload);
    }

    @Override
    public CompletionStage<Read> get(Download download) {
        try {
            onGet.accept(download);
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
        gets.incrementAndGet();
        boolean damage = download.address().key().name().value().equals(damaged);
        return engine.blobs().get(download).thenApply(read -> damage ? new Damaged(read) : read);
    }

    /** Gives out zeros in place of the bytes. */
    private record Damaged(Read read) implements Read {

        @Override
        public ObjectInfo object() {
            return read.object();
        }

        @Override
        public ByteRange blob() {
            return read.blob();
        }

        @Override
        public List<ByteRange> ranges() {
            return read.ranges();
        }

        @Override
        public Optional<Checksum> checksum() {
            return read.checksum();
        }

        @Override
        public List<Payload> payloads() {
            int length = Math.toIntExact(read.blob().length());
            try (Payload zeros = Buffers.of(new byte[length])) {
                return List.of(zeros);
            }
        }

        @Override
        public CompletionStage<Void> delivered() {
            return read.delivered();
        }

        @Override
        public void close() {
            read.close();
        }
    }

    @Override
    public Tasks tasks() {
        return engine.tasks();
    }

    @Override
    public Blobs blobs() {
        return this;
    }

    @Override
    public User user() {
        return engine.user();
    }

    @Override
    public Stores stores() {
        return engine.stores();
    }

    @Override
    public Buckets buckets() {
        return engine.buckets();
    }

    @Override
    public Objects objects() {
        return engine.objects();
    }

    @Override
    public JobEndings endings() {
        return engine.endings();
    }

    @Override
    public Jobs jobs() {
        return engine.jobs();
    }

    @Override
    public Chunks chunks() {
        return engine.chunks();
    }
}

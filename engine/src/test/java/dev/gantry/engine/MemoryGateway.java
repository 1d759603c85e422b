package dev.gantry.engine;

import dev.gantry.domain.*;
import dev.gantry.ports.api.*;
import dev.gantry.ports.api.Objects;
import dev.gantry.ports.payload.*;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.*;
import java.util.concurrent.*;
import java.util.function.*;

/** A node in memory, to try transfers on before there is an engine. */
final class MemoryGateway implements Gateway {
    static final class Running {
        Job job;
        final List<Chunk> chunks = new ArrayList<>();
        final List<ChunkState> states = new ArrayList<>();
    }

    private record Part(JobId job, ObjectName name) {}

    record Stored(byte[] bytes, Metadata metadata, ObjectId id, BlobLayout layout) {}

    final User user = new User(new UserId(new UUID(1, 1)), "root", Role.ROOT);
    final Set<BucketName> buckets = new TreeSet<>();
    final TreeMap<ObjectName, Stored> objects = new TreeMap<>();
    final Map<JobId, Running> jobs = new LinkedHashMap<>();
    private final Map<Part, TreeMap<Long, byte[]>> parts = new HashMap<>();
    volatile Consumer<Blobs.Upload> onPut = upload -> {};
    volatile Consumer<Blobs.Download> onGet = download -> {};
    volatile String damage = "";

    void store(String name, byte[] bytes) {
        objects.put(
                new ObjectName(name),
                new Stored(bytes, Metadata.none(), new ObjectId(UUID.randomUUID()), BlobLayout.whole(bytes.length)));
    }

    int puts;
    int gets;

    @Override
    public User user() {
        return user;
    }

    @Override
    public Stores stores() {
        throw new UnsupportedOperationException();
    }

    private <T> CompletionStage<T> done(Callable<T> call) {
        synchronized (this) {
            try {
                return CompletableFuture.completedFuture(call.call());
            } catch (Exception e) {
                return CompletableFuture.failedFuture(new CompletionException(e));
            }
        }
    }

    @Override
    public Buckets buckets() {
        return new Buckets() {
            private Bucket bucket(BucketName name) {
                return new Bucket(
                        new BucketId(new UUID(2, 2)), name, new StoreId("primary"), Instant.EPOCH, user.id(), true);
            }

            @Override
            public CompletionStage<Bucket> create(BucketName name, Optional<StoreId> store) {
                return done(() -> {
                    buckets.add(name);
                    return bucket(name);
                });
            }

            @Override
            public CompletionStage<Bucket> find(String name) {
                return done(() -> {
                    if (!buckets.contains(new BucketName(name))) {
                        throw new ApiException(Problem.NO_SUCH_BUCKET, "no bucket " + name);
                    }
                    return bucket(new BucketName(name));
                });
            }

            @Override
            public CompletionStage<List<Bucket>> list() {
                throw new UnsupportedOperationException();
            }

            @Override
            public CompletionStage<Void> delete(BucketName name) {
                throw new UnsupportedOperationException();
            }
        };
    }

    private Objects.ObjectInfo info(BucketName bucket, ObjectName name) {
        Stored stored = Optional.ofNullable(objects.get(name))
                .orElseThrow(() -> new ApiException(Problem.NO_SUCH_OBJECT, "no object " + name));
        List<Checksums> sums = new ArrayList<>();
        for (int i = 0; i < stored.layout.count(); i++) {
            sums.add(sums(slice(stored, stored.layout.range(i))));
        }
        return new Objects.ObjectInfo(
                new ObjectKey(bucket, name),
                stored.id,
                new VersionToken(stored.id.toString()),
                stored.bytes.length,
                Instant.EPOCH,
                stored.metadata,
                stored.layout,
                sums);
    }

    private static byte[] slice(Stored stored, ByteRange range) {
        return Arrays.copyOfRange(stored.bytes, (int) range.offset(), (int) range.end());
    }

    private static Checksums sums(byte[] bytes) {
        Digests d = new Digests(Set.of(ChecksumType.CRC32C));
        d.update(ByteBuffer.wrap(bytes));
        return d.finish();
    }

    @Override
    public Objects objects() {
        return new Objects() {
            @Override
            public CompletionStage<Page> list(BucketName bucket, ListQuery query) {
                return done(() -> {
                    List<ObjectInfo> page = objects.keySet().stream()
                            .filter(n -> n.value().startsWith(query.prefix()))
                            .filter(n -> query.after().isEmpty() || n.compareTo(new ObjectName(query.after())) > 0)
                            .limit(query.max())
                            .map(n -> info(bucket, n))
                            .toList();
                    return new Page(
                            page,
                            List.of(),
                            page.size() < query.max()
                                    ? Optional.empty()
                                    : Optional.of(page.get(page.size() - 1)
                                            .key()
                                            .name()
                                            .value()));
                });
            }

            @Override
            public CompletionStage<ObjectInfo> head(ObjectKey key) {
                return done(() -> info(key.bucket(), key.name()));
            }

            @Override
            public CompletionStage<Void> delete(ObjectKey key) {
                return done(() -> {
                    objects.remove(key.name());
                    return null;
                });
            }
        };
    }

    Job job(JobId id) {
        return Optional.ofNullable(jobs.get(id)).orElseThrow(() -> new ApiException(Problem.NO_SUCH_JOB, "no job")).job;
    }

    @Override
    public Jobs jobs() {
        return new Jobs() {
            @Override
            public CompletionStage<Job> create(JobRequest request, Iterator<AskedObject> asked) {
                return done(() -> {
                    JobId id = new JobId(new UUID(7, jobs.size()));
                    Running running = new Running();
                    ChunkPlan plan = new ChunkPlan(id, running.chunks::add);
                    while (asked.hasNext()) {
                        AskedObject object = asked.next();
                        if (request.kind() == JobKind.GET) {
                            Objects.ObjectInfo info = info(request.bucket(), object.name());
                            plan.add(object.name(), info.id(), info.layout(), Optional.of(info.token()));
                        } else {
                            plan.add(
                                    object.name(),
                                    new ObjectId(UUID.randomUUID()),
                                    WriteLimits.none().layout(object.length(), request.maxUpload()),
                                    Optional.empty());
                        }
                    }
                    JobSize size = plan.finish();
                    running.chunks.forEach(
                            c -> running.states.add(ChunkState.waiting(c.blobs().size())));
                    running.job = new Job(
                            id,
                            request.name(),
                            request.kind(),
                            new StoreId("primary"),
                            request.bucket(),
                            user,
                            request.priority().orElse(request.kind().defaultPriority()),
                            request.ordering(),
                            Instant.EPOCH,
                            JobStatus.IN_PROGRESS,
                            size,
                            Progress.NONE,
                            Optional.empty());
                    jobs.put(id, running);
                    return running.job;
                });
            }

            @Override
            public CompletionStage<Job> get(JobId job) {
                return done(() -> job(job));
            }

            @Override
            public CompletionStage<List<Job>> list(Set<JobStatus> statuses) {
                return done(() -> jobs.values().stream()
                        .map(r -> r.job)
                        .filter(j -> statuses.contains(j.status()))
                        .toList());
            }

            @Override
            public CompletionStage<Job> modify(JobId job, JobChange change) {
                throw new UnsupportedOperationException();
            }

            @Override
            public CompletionStage<Job> cancel(JobId id, String reason) {
                return done(() -> {
                    if (job(id).isActive()) {
                        jobs.get(id).job = ((Transition.Moved) job(id).cancel(Instant.EPOCH, reason)).job();
                    }
                    return job(id);
                });
            }
        };
    }

    @Override
    public Chunks chunks() {
        return new Chunks() {
            @Override
            public CompletionStage<Ready> ready(JobId id, int max) {
                return done(() -> {
                    Running r = jobs.get(id);
                    if (!r.job.isActive()) {
                        throw new ApiException(
                                Problem.GONE,
                                "the job was canceled: "
                                        + r.job.ending().flatMap(Ending::reason).orElse(""));
                    }
                    return new Ready(
                            r.job,
                            listings(r).stream()
                                    .filter(l -> !l.state().isDone())
                                    .limit(2)
                                    .toList(),
                            Duration.ZERO,
                            Optional.empty());
                });
            }

            private List<Listing> listings(Running r) {
                List<Listing> all = new ArrayList<>();
                for (int i = 0; i < r.chunks.size(); i++) {
                    all.add(new Listing(r.chunks.get(i), r.states.get(i), Map.of()));
                }
                return all;
            }

            @Override
            public CompletionStage<Listing> allocate(ChunkId chunk) {
                throw new UnsupportedOperationException();
            }

            @Override
            public CompletionStage<Listing> find(ChunkId chunk) {
                throw new UnsupportedOperationException();
            }

            @Override
            public CompletionStage<List<Listing>> page(JobId id, int from, int max) {
                return done(() ->
                        listings(jobs.get(id)).stream().skip(from).limit(max).toList());
            }
        };
    }

    private static byte[] bytes(Payload payload) throws IOException {
        return payload.fold(
                b -> {
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    b.views().forEach(v -> {
                        while (v.hasRemaining()) {
                            out.write(v.get());
                        }
                    });
                    return out.toByteArray();
                },
                s -> {
                    try {
                        ByteBuffer b = ByteBuffer.allocate((int) s.length());
                        while (b.hasRemaining()) {
                            s.channel().read(b, s.position() + b.position());
                        }
                        return b.array();
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                },
                s -> {
                    throw new UnsupportedOperationException();
                });
    }

    private Blob evidence(JobId id, ObjectName name, long offset) {
        Running r = jobs.get(id);
        for (int i = 0; i < r.chunks.size(); i++) {
            Optional<Integer> at = r.chunks.get(i).find(name, offset);
            if (at.isPresent()) {
                r.states.set(i, r.states.get(i).evidence(at.get()));
                long blobs =
                        r.states.stream().mapToLong(ChunkState::evidenceCount).sum();
                r.job = r.job.with(new Progress(blobs, 0, 0, 0));
                if (blobs == r.job.size().blobs()) {
                    r.job = ((Transition.Moved) r.job.finish(Instant.EPOCH, 0)).job();
                }
                return r.chunks.get(i).blobs().get(at.get());
            }
        }
        throw new ApiException(Problem.NO_SUCH_BLOB, "no blob");
    }

    @Override
    public Blobs blobs() {
        return new Blobs() {
            @Override
            public CompletionStage<Received> put(Upload upload) {
                try (Payload payload = upload.payload()) {
                    onPut.accept(upload);
                    byte[] bytes = bytes(payload);
                    return done(() -> {
                        puts++;
                        JobId id = upload.address().job().orElseThrow();
                        if (!job(id).isActive()) {
                            throw new ApiException(Problem.GONE, "the job has ended");
                        }
                        Checksums sums = sums(bytes);
                        if (sums.firstDisagreement(upload.expected()).isPresent()) {
                            throw new ApiException(Problem.CHECKSUM_MISMATCH, "checksum");
                        }
                        ObjectName name = upload.address().key().name();
                        Blob blob = evidence(id, name, upload.address().offset().orElse(0));
                        TreeMap<Long, byte[]> got = parts.computeIfAbsent(new Part(id, name), k -> new TreeMap<>());
                        got.put(blob.offset(), bytes);
                        if (got.size() == blob.layout().count()) {
                            ByteArrayOutputStream whole = new ByteArrayOutputStream();
                            got.values().forEach(whole::writeBytes);
                            objects.put(
                                    name,
                                    new Stored(whole.toByteArray(), upload.metadata(), blob.object(), blob.layout()));
                        }
                        return new Received(blob, sums, sums.all().iterator().next());
                    });
                } catch (RuntimeException | IOException e) {
                    return CompletableFuture.failedFuture(e);
                }
            }

            @Override
            public CompletionStage<Read> get(Download download) {
                try {
                    onGet.accept(download);
                } catch (RuntimeException e) {
                    return CompletableFuture.failedFuture(e);
                }
                return done(() -> {
                    gets++;
                    JobId id = download.address().job().orElseThrow();
                    long offset = download.address().offset().orElse(0);
                    Objects.ObjectInfo info = info(
                            download.address().key().bucket(),
                            download.address().key().name());
                    ByteRange range = info.layout().range(info.layout().indexOf(offset));
                    byte[] bytes = slice(objects.get(info.key().name()), range);
                    Payload payload =
                            Buffers.of(info.key().name().value().equals(damage) ? new byte[bytes.length] : bytes);
                    return new Read() {
                        @Override
                        public Objects.ObjectInfo object() {
                            return info;
                        }

                        @Override
                        public ByteRange blob() {
                            return range;
                        }

                        @Override
                        public List<ByteRange> ranges() {
                            return List.of(range);
                        }

                        @Override
                        public Optional<Checksum> checksum() {
                            return sums(bytes).find(ChecksumType.CRC32C);
                        }

                        @Override
                        public List<Payload> payloads() {
                            return List.of(payload);
                        }

                        @Override
                        public CompletionStage<Void> delivered() {
                            return done(() -> {
                                evidence(id, info.key().name(), range.offset());
                                return null;
                            });
                        }

                        @Override
                        public void close() {
                            payload.close();
                        }
                    };
                });
            }
        };
    }
}

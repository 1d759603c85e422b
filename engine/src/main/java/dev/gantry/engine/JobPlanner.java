package dev.gantry.engine;

import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.Chunk;
import dev.gantry.domain.ChunkPlan;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobId;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobSize;
import dev.gantry.domain.JobStatus;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.domain.Priority;
import dev.gantry.domain.Progress;
import dev.gantry.domain.User;
import dev.gantry.domain.WriteLimits;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Jobs;
import dev.gantry.ports.api.Jobs.AskedObject;
import dev.gantry.ports.api.Jobs.JobRequest;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.spi.ObjectStore;
import dev.gantry.ports.spi.StoredObject;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Makes jobs: pulls the asked objects on a thread that may block, plans them chunk by chunk into the job store, and makes
 * the job visible when all is there. A job that fails on the way leaves nothing.
 */
final class JobPlanner {

    private static final int CHUNKS_A_BATCH = 8;

    /** The most blobs a job has; a list of more would serve nobody. */
    private static final long MAX_BLOBS = 10_000_000;

    private final EngineContext context;
    private final JobBoard board;
    private final NameGuard guard;

    JobPlanner(EngineContext context, JobBoard board) {
        this.context = context;
        this.board = board;
        this.guard = new NameGuard(context);
    }

    CompletionStage<Job> create(User user, JobRequest request, Iterator<AskedObject> objects) {
        return context.stores()
                .require(user, request.bucket())
                .thenComposeAsync(
                        located -> {
                            Job job = draft(user, request, located.store());
                            return plan(job, located, request, objects);
                        },
                        context.environment().blocking());
    }

    private Job draft(User user, JobRequest request, Store store) {
        JobKind kind = request.kind();
        if (kind != JobKind.PUT && kind != JobKind.GET) {
            throw new ApiException(Problem.NOT_IMPLEMENTED, kind + " jobs are not offered yet");
        }
        Priority priority = request.priority().orElse(kind.defaultPriority());
        if (!priority.requestable()) {
            throw new ApiException(
                    Problem.INVALID, "CRITICAL and BACKGROUND are the node's own priorities; ask for another");
        }
        return new Job(
                new JobId(context.environment().newId()),
                request.name(),
                kind,
                store.id(),
                request.bucket(),
                user,
                priority,
                request.ordering(),
                context.environment().now(),
                JobStatus.IN_PROGRESS,
                JobSize.EMPTY,
                Progress.NONE,
                Optional.empty());
    }

    private CompletionStage<Job> plan(
            Job job, StoreDirectory.Located located, JobRequest request, Iterator<AskedObject> objects) {
        await(context.jobStore().jobs().begin(job));
        try (NameGuard.Entry entry = guard.enter(job.bucket())) {
            Planning planning = new Planning(job, located, request, entry);
            Job planned = planning.run(objects);
            Job active = job.kind() == JobKind.PUT
                    ? entry.admit(planning.seen, () -> await(activate(planned, located)))
                    : await(activate(planned, located));
            return CompletableFuture.completedStage(active);
        } catch (RuntimeException e) {
            return forget(job, e);
        }
    }

    private CompletionStage<Job> activate(Job job, StoreDirectory.Located located) {
        return context.control().then(context.jobStore().jobs().save(job), nothing -> {
            ActiveJob running = board.add(job, located.store(), located.bucket().replace());
            running.touch();
            return CompletableFuture.completedStage(job);
        });
    }

    private CompletionStage<Job> forget(Job job, RuntimeException failure) {
        return context.jobStore().jobs().forget(job.id()).handle((nothing, ignored) -> {
            throw failure;
        });
    }

    static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    /** One job's plan in the making. */
    private final class Planning {

        private final Job job;
        private final Store store;
        private final boolean replace;
        private final JobRequest request;
        private final NameSet seen = new NameSet();
        private final List<Chunk> batch = new ArrayList<>();
        private final ChunkPlan plan;
        private long blobs;
        private final NameGuard.Entry entry;

        Planning(Job job, StoreDirectory.Located located, JobRequest request, NameGuard.Entry entry) {
            this.entry = entry;
            this.job = job;
            this.store = located.store();
            this.replace = located.bucket().replace();
            this.request = request;
            this.plan = new ChunkPlan(job.id(), this::add);
        }

        Job run(Iterator<AskedObject> objects) {
            List<AskedObject> asked = new ArrayList<>();
            long count = 0;
            while (objects.hasNext()) {
                AskedObject object = objects.next();
                if (++count > Jobs.MAX_OBJECTS) {
                    throw new ApiException(
                            Problem.INVALID, "a job has at most " + Jobs.MAX_OBJECTS + " objects; split it");
                }
                if (isNew(object.name())) {
                    asked.add(object);
                }
                if (asked.size() == ObjectStore.MAX_HEAD) {
                    planAll(asked);
                    asked.clear();
                }
            }
            planAll(asked);
            JobSize size = plan.finish();
            flush();
            return sized(size);
        }

        private Job sized(JobSize size) {
            if (size.objects() == 0) {
                throw new ApiException(Problem.INVALID, "the job names no object");
            }
            long cached = job.kind() == JobKind.GET ? size.bytes() : 0;
            return job.with(size).with(new Progress(0, 0, 0, cached));
        }

        private boolean isNew(ObjectName name) {
            if (seen.add(name)) {
                return true;
            }
            if (job.kind() == JobKind.PUT) {
                throw new ApiException(Problem.INVALID, "the job names the object " + name + " twice");
            }
            return false;
        }

        private void planAll(List<AskedObject> asked) {
            if (asked.isEmpty()) {
                return;
            }
            if (job.kind() == JobKind.GET) {
                planReads(asked);
            } else {
                planWrites(asked);
            }
        }

        private void planReads(List<AskedObject> asked) {
            List<Optional<ObjectInfo>> found = await(context.objects().find(store, keys(asked)));
            for (int i = 0; i < asked.size(); i++) {
                ObjectKey key = key(asked.get(i));
                ObjectInfo object = found.get(i)
                        .orElseThrow(() -> new ApiException(Problem.NO_SUCH_OBJECT, "there is no object " + key));
                plan.add(key.name(), object.id(), object.layout(), Optional.of(object.token()));
            }
        }

        private void planWrites(List<AskedObject> asked) {
            entry.check(keys(asked));
            if (!replace) {
                refuseExisting(asked);
            }
            WriteLimits limits = store.provider().limits();
            for (AskedObject object : asked) {
                plan.add(
                        object.name(),
                        new ObjectId(context.environment().newId()),
                        layout(limits, object),
                        Optional.empty());
            }
        }

        private BlobLayout layout(WriteLimits limits, AskedObject object) {
            try {
                BlobLayout layout = limits.layout(object.length(), request.maxUpload());
                blobs += layout.count();
                if (blobs > MAX_BLOBS) {
                    throw new InvalidValueException(
                            "the job would have more than " + MAX_BLOBS + " blobs; raise max_upload_size or split it");
                }
                return layout;
            } catch (InvalidValueException e) {
                throw new ApiException(Problem.INVALID, object.name() + ": " + e.getMessage(), e);
            }
        }

        private void refuseExisting(List<AskedObject> asked) {
            heads(asked).stream().flatMap(Optional::stream).findFirst().ifPresent(existing -> {
                throw new ApiException(
                        Problem.OBJECT_EXISTS,
                        "there is an object " + existing.key() + " already, and the bucket keeps what it has");
            });
        }

        private List<Optional<StoredObject>> heads(List<AskedObject> asked) {
            return await(store.objects(objects -> objects.head(keys(asked))));
        }

        private List<ObjectKey> keys(List<AskedObject> asked) {
            return asked.stream().map(this::key).toList();
        }

        private ObjectKey key(AskedObject object) {
            return new ObjectKey(job.bucket(), object.name());
        }

        private void add(Chunk chunk) {
            batch.add(chunk);
            if (batch.size() == CHUNKS_A_BATCH) {
                flush();
            }
        }

        private void flush() {
            if (!batch.isEmpty()) {
                await(context.jobStore().chunks().append(job.bucket(), List.copyOf(batch)));
                batch.clear();
            }
        }
    }
}

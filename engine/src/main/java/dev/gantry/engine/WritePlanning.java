package dev.gantry.engine;

import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobOption;
import dev.gantry.domain.JobSize;
import dev.gantry.domain.ObjectId;
import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Jobs.AskedObject;
import dev.gantry.ports.api.Jobs.JobRequest;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.spi.ObjectStore;
import dev.gantry.ports.spi.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plans what a PUT job will bring: every name once, and cut as its store allows. */
final class WritePlanning extends Planning {

    /** The most blobs a job has; a list of more would serve nobody. */
    private static final long MAX_BLOBS = 10_000_000;

    private final EngineContext context;
    private final Store store;
    private final boolean replace;
    private final JobRequest request;
    private final NameGuard.Entry guard;
    private final NameSet seen = new NameSet();
    private final List<AskedObject> batch = new ArrayList<>();
    private long blobs;

    WritePlanning(
            EngineContext context,
            Job job,
            StoreDirectory.Located located,
            JobRequest request,
            NameGuard.Entry guard,
            PlanSpool spool) {
        super(job, spool);
        this.context = context;
        this.store = located.store();
        this.replace = located.bucket().replace();
        this.request = request;
        this.guard = guard;
    }

    @Override
    NameSet names() {
        return seen;
    }

    @Override
    Job sized(JobSize size) {
        if (request.options().contains(JobOption.PRE_ALLOCATE)) {
            requireRoom(size.bytes());
        }
        return job().with(size);
    }

    /** Nothing is held back for the job; it is only not begun where it cannot end. */
    private void requireRoom(long bytes) {
        long free = JobPlanner.await(store.freeBytes());
        if (free >= 0 && free - context.settings().freeSpaceFloor() < bytes) {
            throw new ApiException(
                    Problem.STORE_FULL,
                    "store " + store.id() + " has " + free + " bytes free, and the job is to bring " + bytes);
        }
    }

    @Override
    void take(AskedObject object) {
        if (!seen.add(object.name())) {
            throw new ApiException(Problem.INVALID, "the job names the object " + object.name() + " twice");
        }
        batch.add(object);
        if (batch.size() == ObjectStore.MAX_HEAD) {
            finish();
        }
    }

    @Override
    void finish() {
        if (!batch.isEmpty()) {
            List<ObjectKey> keys = keys(batch.stream().map(AskedObject::name).toList());
            guard.check(keys);
            boolean ignoring = request.options().contains(JobOption.IGNORE_NAMING_CONFLICTS);
            if (!replace || ignoring) {
                List<Optional<StoredObject>> found = JobPlanner.await(store.objects(objects -> objects.head(keys)));
                leaveOut(found, ignoring);
            }
            batch.forEach(this::plan);
            batch.clear();
        }
    }

    /** Drops from the batch what is there with the same size; refuses what is there and may not be replaced. */
    private void leaveOut(List<Optional<StoredObject>> found, boolean ignoring) {
        for (int i = found.size() - 1; i >= 0; i--) {
            Optional<StoredObject> existing = found.get(i);
            if (ignoring
                    && existing.isPresent()
                    && existing.get().length() == batch.get(i).length()) {
                batch.remove(i);
            } else if (existing.isPresent() && !replace) {
                throw new ApiException(
                        Problem.OBJECT_EXISTS,
                        "there is an object " + existing.get().key()
                                + " already, and nothing is overwritten in its bucket; delete it first, or choose"
                                + " another name");
            }
        }
    }

    private void plan(AskedObject object) {
        ObjectId id = new ObjectId(context.environment().newId());
        spool().plan().add(object.name(), id, layout(object), Optional.empty());
    }

    private BlobLayout layout(AskedObject object) {
        try {
            BlobLayout layout = store.provider().limits().layout(object.length(), request.maxUpload());
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
}

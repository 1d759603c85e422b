package dev.gantry.engine;

import dev.gantry.domain.Job;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobSize;
import dev.gantry.domain.ObjectName;
import dev.gantry.domain.Progress;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Jobs.AskedObject;
import dev.gantry.ports.api.Objects.ObjectInfo;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.spi.ObjectStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Plans what a job reads: every object as the store has it now, each blob once. As soon as a part of an object is asked
 * for, other parts of it may come anywhere in the list, so nothing more is planned before its end.
 */
final class ReadPlanning extends Planning {

    /** How much of names may wait for the end of a list, in bytes. */
    private static final long MAX_WAITING = 64L << 20;

    private final EngineContext context;
    private final Store store;
    private final NameSet planned = new NameSet();
    private final Map<ObjectName, AskedParts> waiting = new LinkedHashMap<>();
    private boolean inParts;
    private long waitingBytes;

    ReadPlanning(EngineContext context, Job job, StoreDirectory.Located located, PlanSpool spool) {
        super(job, spool);
        this.context = context;
        this.store = located.store();
    }

    @Override
    NameSet names() {
        return planned;
    }

    @Override
    Job sized(JobSize size) {
        boolean given = job().kind() == JobKind.GET;
        return job().with(size).with(new Progress(0, 0, 0, given ? size.bytes() : 0));
    }

    /** An object that was planned before was planned whole, which holds every part of it. */
    @Override
    void take(AskedObject object) {
        inParts |= object.part().isPresent();
        if (planned.contains(object.name())) {
            return;
        }
        waiting.computeIfAbsent(object.name(), this::begin).add(object);
        if (!inParts && waiting.size() == ObjectStore.MAX_HEAD) {
            finish();
        }
    }

    private AskedParts begin(ObjectName name) {
        waitingBytes += name.value().length();
        if (waitingBytes > MAX_WAITING) {
            throw new ApiException(Problem.INVALID, "the names of a list with parts are too long; split it");
        }
        return new AskedParts();
    }

    @Override
    void finish() {
        List<ObjectName> names = new ArrayList<>(waiting.keySet());
        for (int from = 0; from < names.size(); from += ObjectStore.MAX_HEAD) {
            plan(names.subList(from, Math.min(names.size(), from + ObjectStore.MAX_HEAD)));
        }
        waiting.clear();
        waitingBytes = 0;
    }

    private void plan(List<ObjectName> names) {
        List<Optional<ObjectInfo>> found = JobPlanner.await(context.objects().find(store, keys(names)));
        for (int i = 0; i < names.size(); i++) {
            ObjectName name = names.get(i);
            ObjectInfo object = found.get(i)
                    .orElseThrow(() -> new ApiException(
                            Problem.NO_SUCH_OBJECT,
                            "there is no object " + keys(List.of(name)).get(0)));
            planned.add(name);
            spool().plan()
                    .add(
                            name,
                            object.id(),
                            object.layout(),
                            Optional.of(object.token()),
                            waiting.get(name).of(object));
        }
    }
}

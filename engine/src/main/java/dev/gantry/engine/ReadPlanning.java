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
    private final ReadPlaces places;
    private boolean inParts;
    private long waitingBytes;

    ReadPlanning(EngineContext context, Job job, StoreDirectory.Located located, PlanSpool spool) {
        super(job, spool);
        this.context = context;
        this.store = located.store();
        this.places = new ReadPlaces(job, store);
    }

    @Override
    NameSet names() {
        return planned;
    }

    @Override
    Job sized(JobSize size) {
        places.requireInReach();
        long online = size.bytes() - spool().plan().nearlineBytes();
        return job().with(size).with(new Progress(0, 0, 0, job().kind() == JobKind.GET ? online : 0));
    }

    /** An object that was planned before was planned whole, which holds every part of it. */
    @Override
    void take(AskedObject object) {
        inParts |= object.part().isPresent();
        if (planned.contains(object.name())) {
            return;
        }
        waiting.computeIfAbsent(object.name(), this::begin).add(object);
        if (!inParts && waiting.size() == places.window()) {
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
        List<ReadPlaces.Place> found = new ArrayList<>();
        for (int from = 0; from < names.size(); from += ObjectStore.MAX_HEAD) {
            found.addAll(find(names.subList(from, Math.min(names.size(), from + ObjectStore.MAX_HEAD))));
        }
        places.ordered(found).forEach(this::plan);
        waiting.clear();
        waitingBytes = 0;
    }

    private List<ReadPlaces.Place> find(List<ObjectName> names) {
        List<Optional<ObjectInfo>> found = JobPlanner.await(context.objects().find(store, keys(names)));
        List<ObjectInfo> objects = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            ObjectName name = names.get(i);
            objects.add(found.get(i)
                    .orElseThrow(() -> new ApiException(
                            Problem.NO_SUCH_OBJECT,
                            "there is no object " + keys(List.of(name)).get(0))));
        }
        return places.find(objects);
    }

    private void plan(ReadPlaces.Place place) {
        ObjectInfo object = place.object();
        ObjectName name = object.key().name();
        planned.add(name);
        if (place.beginsChunk()) {
            spool().plan().cut();
        }
        spool().plan()
                .add(
                        name,
                        object.id(),
                        object.layout(),
                        Optional.of(object.token()),
                        waiting.get(name).of(object),
                        place.nearline());
    }
}

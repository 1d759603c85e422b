package dev.gantry.engine;

import dev.gantry.domain.Job;
import dev.gantry.domain.JobSize;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Jobs;
import dev.gantry.ports.api.Jobs.AskedObject;
import dev.gantry.ports.api.Problem;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;

/** One job's plan in the making; what is asked for becomes blobs as the job's kind demands. May block. */
abstract class Planning {

    private final Job job;
    private final PlanSpool spool;

    Planning(Job job, PlanSpool spool) {
        this.job = job;
        this.spool = spool;
    }

    /** Plans everything, and gives the job with its size. */
    final Job run(Iterator<AskedObject> objects) {
        long count = 0;
        while (objects.hasNext()) {
            AskedObject object = objects.next();
            if (++count > Jobs.MAX_OBJECTS) {
                throw new ApiException(Problem.INVALID, "a job has at most " + Jobs.MAX_OBJECTS + " objects; split it");
            }
            take(object);
        }
        if (count == 0) {
            throw new ApiException(Problem.INVALID, "the job names no object");
        }
        finish();
        return sized(spool.finish());
    }

    /** Plans one asked object, now or later. */
    abstract void take(AskedObject object);

    /** Plans what was put off. */
    abstract void finish();

    /** The job with its size and what it begins with. */
    abstract Job sized(JobSize size);

    /** Every name that was asked for. */
    abstract NameSet names();

    final Job job() {
        return job;
    }

    final PlanSpool spool() {
        return spool;
    }

    final List<ObjectKey> keys(Collection<ObjectName> names) {
        return names.stream().map(name -> new ObjectKey(job.bucket(), name)).toList();
    }
}

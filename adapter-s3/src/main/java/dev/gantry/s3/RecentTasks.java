package dev.gantry.s3;

import dev.gantry.domain.TaskId;
import java.util.LinkedHashSet;
import java.util.Set;

/** The last few tasks that got as far as to change something, so that another try of one is known. Thread-safe. */
final class RecentTasks {

    private static final int MOST = 1000;

    private final Set<TaskId> known = new LinkedHashSet<>();

    synchronized void note(TaskId task) {
        if (known.add(task) && known.size() > MOST) {
            known.remove(known.iterator().next());
        }
    }

    synchronized boolean isKnown(TaskId task) {
        return known.contains(task);
    }
}

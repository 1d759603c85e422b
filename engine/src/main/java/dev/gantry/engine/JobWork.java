package dev.gantry.engine;

import dev.gantry.domain.Progress;

/** How the jobs of one kind are worked on. Belongs to the control thread. */
interface JobWork {

    /** Whether a client does the work, so that the job competes for slots only while that client is there. */
    boolean isClients();

    /** Whether the work is to read, so that a blob under way need not be listed. */
    boolean isReading();

    /** How many of a job's granted chunks may be unfinished before it gets no more. */
    int mostUnfinished();

    /** What counts as cached once {@code evidence} bytes have evidence, in bytes. */
    long cached(Progress before, long evidence);

    /** A chunk has a slot and its grant is durable: does the work, if nobody else does. */
    void granted(ActiveJob job, ActiveChunk chunk);
}

package dev.gantry.engine;

import dev.gantry.domain.ByteRange;
import dev.gantry.ports.payload.Pace;
import dev.gantry.ports.payload.Payload;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** How fast one transfer may be: within its store's bandwidth and its user's. */
final class TransferPace implements Pace {

    private final Bandwidth store;
    private final Bandwidth user;
    private final AtomicLong taken = new AtomicLong();

    TransferPace(Bandwidth store, Bandwidth user) {
        this.store = store;
        this.user = user;
    }

    @Override
    public Turn take(long bytes) {
        taken.addAndGet(bytes);
        double ofStore = store.take(bytes);
        double ofUser = user.take(bytes);
        return ofStore == 0 && ofUser == 0
                ? Pace.UNLIMITED.take(bytes)
                : () -> Math.max(store.nanosUntil(ofStore), user.nanosUntil(ofUser));
    }

    @Override
    public long part() {
        return Math.min(store.part(), user.part());
    }

    /** The same payloads, to be moved as fast as this. */
    List<Payload> of(List<Payload> payloads) {
        payloads.forEach(payload -> payload.pace(this));
        return payloads;
    }

    /** All these bytes were moved: takes what nobody took on the way, so that whoever comes next waits for that. */
    void moved(List<ByteRange> ranges) {
        long bytes = 0;
        for (ByteRange range : ranges) {
            bytes += range.length();
        }
        moved(bytes);
    }

    /** The same of so many bytes. */
    void moved(long bytes) {
        take(Math.max(0, bytes - taken.get()));
    }
}

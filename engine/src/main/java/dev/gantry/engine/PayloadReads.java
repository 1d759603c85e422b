package dev.gantry.engine;

import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.VersionToken;
import dev.gantry.ports.payload.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Opens ranges of one object: all of them, or none stays open. */
final class PayloadReads {

    private PayloadReads() {}

    static CompletionStage<List<Payload>> open(Store store, ObjectKey key, VersionToken token, List<ByteRange> ranges) {
        if (ranges.size() == 1) {
            return store.objects(objects -> objects.read(key, token, ranges.get(0)))
                    .thenApply(List::of);
        }
        List<Payload> opened = new ArrayList<>();
        CompletionStage<List<Payload>> all = CompletableFuture.completedStage(opened);
        for (ByteRange range : ranges) {
            all = all.thenCompose(before -> store.objects(objects -> objects.read(key, token, range))
                    .thenApply(payload -> {
                        opened.add(payload);
                        return opened;
                    }));
        }
        return all.whenComplete((payloads, failure) -> {
            if (failure != null) {
                opened.forEach(Payload::close);
            }
        });
    }
}

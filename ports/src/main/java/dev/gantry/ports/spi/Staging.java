package dev.gantry.ports.spi;

import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.VersionToken;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The capability of a store that holds some objects on media or in classes that cannot be read at once. What is brought
 * online is a copy that ends unless it is renewed. {@link ObjectStore#read} of what is not online completes with
 * Conflict; everything else of an object, as its head, is at hand always. A read that has begun outlives its copy.
 *
 * <p>The store knows what was asked of it, so nobody needs to write that down: who comes back after a crash finds, and
 * asks only for what is neither online nor being staged. No call waits for data. Every list has at most {@link
 * ObjectStore#MAX_HEAD} elements, else the call completes with Rejected, and answers have one element for each, in order.
 */
public interface Staging {

    /** What the store offers: always the same; no I/O. */
    StagingOffer offer();

    /** Where the bytes are, empty where there is no object in that state. Brings nothing online. */
    CompletionStage<List<Optional<Residency>>> find(List<Wanted> bytes);

    /**
     * Asks for the bytes to be brought online; begun in the order of the list where that matters. What is online, or is
     * being staged as fast as the terms say, is left as it is: no second request is made for it. Staging that runs is sped
     * up if the terms name a faster tier and the store can do that.
     *
     * <p>Each is answered by itself: Taken with where it is now, or Failed with NotFound (no object in that state),
     * Conflict (offline: the message names what to load; or damaged), Rejected (the store does not know that tier, or not
     * for this object), Throttled, Unavailable; or Unpaid. The call itself fails only as a whole, and may then be made again.
     */
    CompletionStage<List<Answer>> request(List<Wanted> bytes, StagingTerms terms);

    /**
     * Keeps what is online so for at least {@code keep} from now; never shorter than it was. Begins no staging: what is
     * not online is answered as it is, and left. Repeatable; answers as {@link #request} does.
     */
    CompletionStage<List<Answer>> renew(List<Wanted> bytes, Duration keep);

    /**
     * Nobody here needs the bytes any more: the store may take them offline at once, or when their time is over, and need
     * not bring what is still on its way. A second call, and one for bytes that are neither or not there, does nothing.
     */
    CompletionStage<Void> release(List<Wanted> bytes);

    /** Bytes of one object in one state. A store that stages only whole objects brings the whole one. */
    record Wanted(ObjectKey key, VersionToken token, ByteRange range) {
        public Wanted {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(token, "token");
            Objects.requireNonNull(range, "range");
        }
    }

    /** What became of one element of a list. */
    sealed interface Answer {

        /** Done, as far as it could be; this is where the bytes are now. */
        record Taken(Residency residency) implements Answer {
            public Taken {
                Objects.requireNonNull(residency, "residency");
            }
        }

        /**
         * Not done, for want of money: nothing was asked for. It is worth asking again, since limits are raised and months
         * begin.
         */
        record Unpaid(String why) implements Answer {
            public Unpaid {
                Objects.requireNonNull(why, "why");
            }
        }

        /** Not done. */
        record Failed(ProviderException why) implements Answer {
            public Failed {
                Objects.requireNonNull(why, "why");
            }
        }
    }
}

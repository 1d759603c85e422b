package dev.gantry.tck;

import static dev.gantry.tck.Await.await;
import static dev.gantry.tck.Await.failure;
import static dev.gantry.tck.TestObjects.bytes;
import static dev.gantry.tck.TestObjects.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.Availability;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.VersionToken;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.spi.ObjectStore;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.Residency;
import dev.gantry.ports.spi.Staging;
import dev.gantry.ports.spi.Staging.Answer;
import dev.gantry.ports.spi.Staging.Wanted;
import dev.gantry.ports.spi.StagingTerms;
import dev.gantry.ports.spi.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@link Staging} promises. */
public interface StagingContract extends ProviderContract {

    /** Stores an object of those bytes under that name in the bucket, and sees to it that it is nearline. */
    StoredObject nearline(String name, byte[] bytes);

    /** Lets so much of the store's own time pass. */
    void pass(Duration time);

    /** So long that whatever was asked for is online. */
    Duration longestStaging();

    /** How many times the store has begun to bring something online since the test began. */
    long begun();

    private Staging staging() {
        return provider().capability(Staging.class).orElseThrow();
    }

    private StagingTerms terms() {
        return StagingTerms.keeping(longestStaging().plus(Duration.ofDays(1)));
    }

    private static Wanted all(StoredObject object) {
        return new Wanted(object.key(), object.token(), new ByteRange(0, object.length()));
    }

    private static Residency taken(Answer answer) {
        return ((Answer.Taken) answer).residency();
    }

    private static ProviderException refused(Answer answer) {
        return ((Answer.Failed) answer).why();
    }

    private Availability state(StoredObject object) {
        return await(staging().find(List.of(all(object)))).get(0).orElseThrow().availability();
    }

    private StoredObject online(String name) {
        StoredObject object = nearline(name, bytes(1000, 5));
        await(staging().request(List.of(all(object)), terms()));
        pass(longestStaging());
        assertThat(state(object)).isInstanceOf(Availability.Online.class);
        return object;
    }

    private Instant end(StoredObject object) {
        return ((Availability.Online) state(object)).until().orElseThrow();
    }

    @Test
    default void nearlineObjectHasAHeadAndNoBytes() {
        StoredObject object = nearline("cold", bytes(1000, 1));
        assertThat(state(object)).isInstanceOf(Availability.Nearline.class);
        assertThat(await(provider().objects().head(List.of(object.key()))).get(0))
                .contains(object);
        assertThat(failure(provider()
                        .objects()
                        .read(object.key(), object.token(), all(object).range())))
                .isInstanceOf(ProviderException.Conflict.class);
        assertThat(begun()).isZero();
    }

    @Test
    default void whatIsAskedForComesOnline() {
        StoredObject object = nearline("asked", bytes(1000, 2));
        List<Answer> answers = await(staging().request(List.of(all(object)), terms()));
        assertThat(taken(answers.get(0)).availability()).isInstanceOf(Availability.Staging.class);
        assertThat(state(object)).isInstanceOf(Availability.Staging.class);
        pass(longestStaging());
        assertThat(end(object)).isNotNull();
        assertThat(get(provider().objects(), object)).isEqualTo(bytes(1000, 2));
    }

    @Test
    default void askingAgainIsNoSecondRequest() {
        StoredObject object = nearline("again", bytes(1000, 3));
        await(staging().request(List.of(all(object)), terms()));
        await(staging().request(List.of(all(object), all(object)), terms()));
        assertThat(begun()).isEqualTo(1);
        pass(longestStaging());
        Answer last = await(staging().request(List.of(all(object)), terms())).get(0);
        assertThat(taken(last).isOnline()).isTrue();
        assertThat(begun()).isEqualTo(1);
    }

    @Test
    default void copyEndsAndCanBeAskedForAgain() {
        StoredObject object = online("ending");
        pass(terms().keep().plusDays(2));
        assertThat(state(object)).isInstanceOf(Availability.Nearline.class);
        await(staging().request(List.of(all(object)), terms()));
        assertThat(begun()).isEqualTo(2);
        pass(longestStaging());
        assertThat(get(provider().objects(), object)).isEqualTo(bytes(1000, 5));
    }

    @Test
    default void renewedCopyLivesLongerAndNeverShorter() {
        StoredObject object = online("renewed");
        Instant before = end(object);
        Duration longer = terms().keep().plusDays(5);
        assertThat(taken(await(staging().renew(List.of(all(object)), longer)).get(0))
                        .isOnline())
                .isTrue();
        Instant after = end(object);
        assertThat(after).isAfter(before);
        await(staging().renew(List.of(all(object)), Duration.ofSeconds(1)));
        assertThat(end(object)).isEqualTo(after);
        assertThat(begun()).isEqualTo(1);
    }

    @Test
    default void renewingBeginsNoStaging() {
        StoredObject object = nearline("not-renewed", bytes(10, 1));
        Answer answer =
                await(staging().renew(List.of(all(object)), terms().keep())).get(0);
        assertThat(taken(answer).availability()).isInstanceOf(Availability.Nearline.class);
        assertThat(begun()).isZero();
    }

    @Test
    default void readThatHasBegunOutlivesItsCopy() {
        StoredObject object = online("read");
        Payload read = await(provider()
                .objects()
                .read(object.key(), object.token(), all(object).range()));
        await(staging().release(List.of(all(object))));
        pass(terms().keep().plusDays(2));
        assertThat(PayloadBytes.of(read)).isEqualTo(bytes(1000, 5));
    }

    @Test
    default void releasingAgainOrOfNothingDoesNoHarm() {
        StoredObject object = online("released");
        StoredObject cold = nearline("cold", bytes(10, 1));
        await(staging().release(List.of(all(object), all(cold))));
        await(staging().release(List.of(all(object), missing())));
        await(staging().request(List.of(all(object)), terms()));
        pass(longestStaging());
        assertThat(get(provider().objects(), object)).isEqualTo(bytes(1000, 5));
    }

    private Wanted missing() {
        return new Wanted(ObjectKey.of(bucket().value(), "missing"), new VersionToken("none"), new ByteRange(0, 1));
    }

    @Test
    default void eachIsAnsweredByItselfAndInOrder() {
        StoredObject first = nearline("first", bytes(10, 1));
        StoredObject second = nearline("second", bytes(10, 2));
        List<Wanted> asked = List.of(all(second), missing(), all(first));
        List<Answer> answers = await(staging().request(asked, terms()));
        assertThat(refused(answers.get(1))).isInstanceOf(ProviderException.NotFound.class);
        assertThat(taken(answers.get(0)).isOnline()).isFalse();
        assertThat(await(staging().find(asked)).stream().map(Optional::isPresent))
                .containsExactly(true, false, true);
        pass(longestStaging());
        assertThat(get(provider().objects(), first)).isEqualTo(bytes(10, 1));
        assertThat(get(provider().objects(), second)).isEqualTo(bytes(10, 2));
    }

    @Test
    default void replacedStateIsNotFound() {
        StoredObject old = nearline("replaced", bytes(10, 1));
        StoredObject now = nearline("replaced", bytes(10, 2));
        assertThat(await(staging().find(List.of(all(old)))).get(0)).isEmpty();
        assertThat(refused(await(staging().request(List.of(all(old)), terms())).get(0)))
                .isInstanceOf(ProviderException.NotFound.class);
        assertThat(state(now)).isInstanceOf(Availability.Nearline.class);
    }

    @Test
    default void unknownTierIsRejected() {
        StoredObject object = nearline("tier", bytes(10, 1));
        StagingTerms odd = new StagingTerms(terms().keep(), Optional.of("no-such-tier"));
        assertThat(refused(await(staging().request(List.of(all(object)), odd)).get(0)))
                .isInstanceOf(ProviderException.Rejected.class);
        assertThat(begun()).isZero();
    }

    @Test
    default void tooManyAtOnceAreRejected() {
        List<Wanted> many = Collections.nCopies(ObjectStore.MAX_HEAD + 1, missing());
        assertThat(failure(staging().find(many))).isInstanceOf(ProviderException.Rejected.class);
        assertThat(failure(staging().request(many, terms()))).isInstanceOf(ProviderException.Rejected.class);
        assertThat(failure(staging().renew(many, terms().keep()))).isInstanceOf(ProviderException.Rejected.class);
        assertThat(failure(staging().release(many))).isInstanceOf(ProviderException.Rejected.class);
    }
}

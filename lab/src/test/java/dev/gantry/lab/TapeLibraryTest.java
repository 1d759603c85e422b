package dev.gantry.lab;

import static dev.gantry.tck.Await.await;
import static dev.gantry.tck.Await.failure;
import static dev.gantry.tck.TestObjects.bytes;
import static dev.gantry.tck.TestObjects.get;
import static dev.gantry.tck.TestObjects.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.domain.Availability;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.Extent;
import dev.gantry.domain.Medium;
import dev.gantry.domain.MediumState;
import dev.gantry.domain.MediumState.Place;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.TaskId;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.Residency;
import dev.gantry.ports.spi.Staging;
import dev.gantry.ports.spi.Staging.Answer;
import dev.gantry.ports.spi.Staging.Wanted;
import dev.gantry.ports.spi.StagingTerms;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.ports.spi.TaskRunner;
import dev.gantry.ports.spi.TaskRunner.TaskCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TapeLibraryTest {

    private static final Medium FIRST = new Medium("LAB001L9");
    private static final Medium SECOND = new Medium("LAB002L9");
    private static final Duration DAY = Duration.ofDays(1);

    /** Cartridges of 1,000 bytes and one drive. */
    private static final LibrarySettings SMALL = LibrarySettings.defaults().withCartridges(3, 1000, 1);

    @TempDir
    private Path directory;

    private TestLibrary lab;
    private TapeLibrary library;

    @BeforeEach
    void open() {
        lab = new TestLibrary(directory);
        library = lab.open(SMALL);
        TestLibrary.bucket(library, "b");
    }

    @AfterEach
    void close() {
        library.close();
    }

    private void reopen(LibrarySettings settings) {
        library.close();
        library = lab.open(settings);
    }

    private Staging staging() {
        return library.capability(Staging.class).orElseThrow();
    }

    private StoredObject stored(String name, int length) {
        return put(library.objects(), ObjectKey.of("b", name), bytes(length, 1));
    }

    /** Lets whatever is to be written to tape be written, and every copy end. */
    private void cool() {
        lab.pass(DAY);
        await(library.report());
        lab.pass(DAY);
    }

    private static Wanted all(StoredObject object) {
        return new Wanted(object.key(), object.token(), new ByteRange(0, object.length()));
    }

    private Residency residency(StoredObject object) {
        return await(staging().find(List.of(all(object)))).get(0).orElseThrow();
    }

    private Answer ask(StoredObject object) {
        return await(staging().request(List.of(all(object)), StagingTerms.keeping(DAY)))
                .get(0);
    }

    private LibraryReport.Totals totals() {
        return await(library.report()).totals();
    }

    @Test
    void objectsFillOneCartridgeAfterTheOtherAndAreOnlineUntilTheyAreOnTape() {
        StoredObject small = stored("small", 400);
        StoredObject large = stored("large", 900);
        assertThat(residency(small).availability()).isInstanceOf(Availability.Online.class);
        assertThat(residency(large).extents())
                .containsExactly(
                        new Extent(FIRST, 400, new ByteRange(0, 600)), new Extent(SECOND, 0, new ByteRange(600, 300)));
        cool();
        assertThat(residency(small).availability()).isEqualTo(new Availability.Nearline("LAB001L9"));
        ask(large);
        lab.pass(DAY.dividedBy(2));
        assertThat(get(library.objects(), large)).isEqualTo(bytes(900, 1));
    }

    @Test
    void objectBeyondAllCartridgesIsRefusedAsFullBeforeItsBytes() {
        stored("a", 900);
        assertThat(failure(library.objects()
                        .begin(dev.gantry.tck.TestObjects.spec(
                                ObjectKey.of("b", "c"), dev.gantry.domain.BlobLayout.whole(2101)))))
                .isInstanceOf(ProviderException.Full.class);
        assertThat(stored("d", 2100)).isNotNull();
    }

    @Test
    void drivesServeWhatWasAskedForFirstAndKeepTheirCartridge() {
        StoredObject near = stored("near", 100);
        StoredObject far = stored("far", 900);
        StoredObject other = stored("other", 1000);
        cool();
        long before = totals().mounts();
        for (StoredObject object : List.of(near, other, far)) {
            ask(object);
        }
        lab.pass(DAY.dividedBy(2));
        assertThat(residency(far).isOnline()).isTrue();
        assertThat(totals().mounts() - before).isEqualTo(3);
        cool();
        before = totals().mounts();
        for (StoredObject object : List.of(near, far, other)) {
            ask(object);
        }
        lab.pass(DAY.dividedBy(2));
        assertThat(residency(other).isOnline()).isTrue();
        assertThat(totals().mounts() - before).isLessThanOrEqualTo(2);
    }

    @Test
    void stagingTellsFromWhatItIsReadAndWhenItIsReady() {
        StoredObject object = stored("a", 1000);
        cool();
        ask(object);
        Availability.Staging running = (Availability.Staging) residency(object).availability();
        assertThat(running.on()).isEqualTo("LAB001L9");
        assertThat(running.since()).contains(lab.instant());
        assertThat(running.readyAbout().orElseThrow()).isAfter(lab.instant());
        lab.pass(Duration.between(lab.instant(), running.readyAbout().orElseThrow())
                .minusMillis(1));
        assertThat(residency(object).isOnline()).isFalse();
        lab.pass(Duration.ofMillis(2));
        assertThat(residency(object).isOnline()).isTrue();
    }

    @Test
    void ejectedCartridgeIsOfflineUntilItIsLoadedAndItsRequestsWait() {
        StoredObject here = stored("here", 1000);
        StoredObject away = stored("away", 1000);
        cool();
        assertThat(await(library.eject(SECOND)).cartridges())
                .extracting(MediumState::place)
                .containsExactly(Place.SLOT, Place.EJECTED, Place.SLOT);
        assertThat(residency(away).availability()).isEqualTo(new Availability.Offline(List.of(SECOND)));
        assertThat(ask(away)).isInstanceOf(Answer.Failed.class);
        ask(here);
        await(library.eject(FIRST));
        lab.pass(DAY);
        assertThat(residency(here).availability()).isEqualTo(new Availability.Offline(List.of(FIRST)));
        await(library.load(FIRST));
        lab.pass(DAY.dividedBy(2));
        assertThat(get(library.objects(), here)).isEqualTo(bytes(1000, 1));
        assertThat(totals().recalls()).isEqualTo(1);
        assertThat(failure(library.eject(new Medium("NONE")))).isInstanceOf(ProviderException.NotFound.class);
    }

    @Test
    void libraryGoesOnWhereItsLogSaysThatItWas() {
        StoredObject online = stored("online", 500);
        StoredObject coming = stored("coming", 700);
        cool();
        ask(online);
        lab.pass(DAY.dividedBy(2));
        ask(coming);
        await(library.eject(new Medium("LAB003L9")));
        LibraryReport before = await(library.report());
        reopen(SMALL);
        assertThat(await(library.report())).isEqualTo(before);
        assertThat(residency(coming).availability()).isInstanceOf(Availability.Staging.class);
        assertThat(get(library.objects(), online)).isEqualTo(bytes(500, 1));
        ask(coming);
        lab.pass(Duration.ofMinutes(10));
        assertThat(get(library.objects(), coming)).isEqualTo(bytes(700, 1));
        assertThat(totals().recalls()).isEqualTo(2);
    }

    @Test
    void directoryHasOneLibraryAtATime() {
        StoredObject kept = stored("kept", 100);
        assertThatThrownBy(() -> lab.open(SMALL))
                .hasStackTraceContaining("ProviderException$Rejected")
                .hasStackTraceContaining("is in use by another node; stop that one");
        reopen(SMALL);
        assertThat(get(library.objects(), kept)).isEqualTo(bytes(100, 1));
    }

    @Test
    void lineThatWasCutOffIsAsIfItWereNeverWritten() throws IOException {
        stored("a", 500);
        Path log = directory.resolve("library.log");
        library.close();
        Files.writeString(log, "ejected 17672256000", StandardOpenOption.APPEND);
        library = lab.open(SMALL);
        StoredObject after = stored("b", 100);
        reopen(SMALL);
        assertThat(residency(after).extents()).containsExactly(new Extent(FIRST, 500, new ByteRange(0, 100)));
    }

    @Test
    void longLogIsWrittenAnewWithoutLosingAnything() throws IOException {
        StoredObject online = stored("online", 500);
        StoredObject cold = stored("cold", 700);
        cool();
        ask(online);
        lab.pass(DAY.dividedBy(2));
        for (int i = 0; i < 11; i++) {
            List<Wanted> many = new ArrayList<>(java.util.Collections.nCopies(1000, all(online)));
            await(staging().renew(many, DAY));
        }
        ask(cold);
        LibraryReport before = await(library.report());
        Path log = directory.resolve("library.log");
        assertThat(Files.readAllLines(log)).hasSizeGreaterThan(10_000);
        reopen(SMALL);
        assertThat(Files.readAllLines(log)).hasSizeLessThan(20);
        reopen(SMALL);
        assertThat(await(library.report()).cartridges()).isEqualTo(before.cartridges());
        assertThat(get(library.objects(), online)).isEqualTo(bytes(500, 1));
        assertThat(residency(cold).availability()).isInstanceOf(Availability.Staging.class);
        lab.pass(Duration.ofMinutes(10));
        assertThat(get(library.objects(), cold)).isEqualTo(bytes(700, 1));
    }

    @Test
    void badPlaceOnTapeIsBadEachTimeAndIsSaidAfterTheFirstTry() {
        reopen(SMALL.withReadErrors(1, 42));
        StoredObject object = stored("bad", 100);
        cool();
        assertThat(ask(object)).isInstanceOf(Answer.Taken.class);
        lab.pass(DAY);
        assertThat(residency(object).availability()).isInstanceOf(Availability.Nearline.class);
        Answer.Failed refused = (Answer.Failed) ask(object);
        assertThat(refused.why())
                .isInstanceOf(ProviderException.Conflict.class)
                .hasMessage("cartridge LAB001L9 cannot be read at position 0");
    }

    @Test
    void whatDoesNotFitIntoTheCacheWaitsForReleases() {
        reopen(SMALL.withCache(1000, Duration.ofHours(1)));
        StoredObject one = stored("one", 700);
        StoredObject two = stored("two", 700);
        cool();
        ask(one);
        ask(two);
        lab.pass(Duration.ofHours(1));
        assertThat(residency(one).isOnline()).isTrue();
        assertThat(residency(two).availability()).isInstanceOf(Availability.Staging.class);
        await(staging().release(List.of(all(one))));
        lab.pass(Duration.ofHours(1));
        assertThat(residency(two).isOnline()).isTrue();
        assertThat(residency(one).isOnline()).isFalse();
    }

    @Test
    void operatorsTasksSpeakInBarcodes() {
        TaskRunner tasks = library.capability(TaskRunner.class).orElseThrow();
        TaskId id = new TaskId(new UUID(1, 1));
        assertThat(await(tasks.run(new TaskCall(id, "eject-medium", " LAB002L9\n"))))
                .isEqualTo("LAB001L9 SLOT 0 1000 0\nLAB002L9 EJECTED 0 1000 0\nLAB003L9 SLOT 0 1000 0");
        assertThat(await(tasks.run(new TaskCall(id, "load-medium", "LAB002L9"))))
                .isEqualTo(await(tasks.run(new TaskCall(id, "list-media", ""))));
        assertThat(failure(tasks.run(new TaskCall(id, "eject-medium", "no such"))))
                .isInstanceOf(dev.gantry.domain.InvalidValueException.class);
    }
}

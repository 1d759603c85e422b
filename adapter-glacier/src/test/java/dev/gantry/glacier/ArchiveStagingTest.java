package dev.gantry.glacier;

import static dev.gantry.tck.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gantry.domain.Availability;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ObjectKey;
import dev.gantry.lab.s3.LabStorageClass;
import dev.gantry.lab.s3.LoggedRequest;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.ports.spi.ObjectStore;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.Staging;
import dev.gantry.ports.spi.Staging.Answer;
import dev.gantry.ports.spi.Staging.Wanted;
import dev.gantry.ports.spi.StagingTerms;
import dev.gantry.ports.spi.StoredObject;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the lab's S3, whose rules are AWS's as its documentation tells them. */
class ArchiveStagingTest {

    private static final int KB = 1024;

    @TempDir
    private Path directory;

    private TestArchive archive;
    private GlacierProvider provider;

    @BeforeEach
    void open() {
        archive = new TestArchive(directory);
        archive.service().createBucket("cold");
        provider = archive.open(TestArchive.SETTINGS, "DEEP_ARCHIVE");
    }

    @AfterEach
    void close() {
        provider.close();
        archive.close();
    }

    private void reopen(GlacierSettings settings) {
        provider.close();
        provider = archive.open(settings, "DEEP_ARCHIVE");
    }

    private static GlacierSettings capped(String cap) {
        GlacierSettings usual = TestArchive.SETTINGS;
        return new GlacierSettings(
                usual.tier(),
                usual.keep(),
                usual.poll(),
                Optional.of(new BigDecimal(cap)),
                usual.prices(),
                false,
                usual.rate());
    }

    private Staging staging() {
        return provider.capability(Staging.class).orElseThrow();
    }

    private void place(String name, LabStorageClass storageClass) {
        archive.service().place("cold", name, storageClass, new byte[KB]);
    }

    private Wanted wanted(String name) {
        StoredObject object = await(provider.objects().head(List.of(ObjectKey.of("cold", name))))
                .get(0)
                .orElseThrow();
        return new Wanted(object.key(), object.token(), new ByteRange(0, object.length()));
    }

    private List<Wanted> wanted(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> wanted("many/%04d".formatted(i)))
                .toList();
    }

    private Answer request(String name, String... tier) {
        return await(staging().request(List.of(wanted(name)), terms(tier))).get(0);
    }

    private static StagingTerms terms(String... tier) {
        return new StagingTerms(Duration.ofHours(30), Optional.ofNullable(tier.length == 0 ? null : tier[0]));
    }

    private static Availability where(Answer answer) {
        return ((Answer.Taken) answer).residency().availability();
    }

    private static ProviderException why(Answer answer) {
        return ((Answer.Failed) answer).why();
    }

    private Availability find(String name) {
        return await(staging().find(List.of(wanted(name)))).get(0).orElseThrow().availability();
    }

    @Test
    void stateOfManyObjectsComesFromListingsAndNotFromHeads() {
        for (int i = 0; i < 500; i++) {
            place("many/%04d".formatted(i), i % 2 == 0 ? LabStorageClass.GLACIER : LabStorageClass.GLACIER_IR);
        }
        List<Wanted> all = wanted(500);
        await(staging().request(all.subList(0, 20), terms()));
        archive.pass(Duration.ofHours(5));
        await(staging().request(all.subList(20, 40), terms()));
        int before = archive.service().log().size();
        List<Availability> found = await(staging().find(all)).stream()
                .map(residency -> residency.orElseThrow().availability())
                .toList();
        assertThat(archive.service()
                        .log()
                        .subList(before, archive.service().log().size()))
                .extracting(LoggedRequest::operation)
                .containsOnly("ListObjectsV2")
                .hasSize(1);
        for (int i = 0; i < 500; i++) {
            Class<?> expected = i % 2 == 1 || i < 20
                    ? Availability.Online.class
                    : i < 40 ? Availability.Staging.class : Availability.Nearline.class;
            assertThat(found.get(i)).as("object %d", i).isInstanceOf(expected);
        }
        assertThat(((Availability.Online) found.get(0)).until()).contains(Instant.parse("2026-01-04T00:00:00Z"));
        assertThat(((Availability.Online) found.get(1)).until()).isEmpty();
        assertThat(archive.begun()).isEqualTo(20);
    }

    @Test
    void requestTellsTierSinceAndWhenAndNobodyGuesses() {
        place("deep", LabStorageClass.DEEP_ARCHIVE);
        Availability asked = where(request("deep"));
        Availability.Staging expected = new Availability.Staging(
                "DEEP_ARCHIVE",
                Optional.of(archive.instant()),
                Optional.of(archive.instant().plus(Duration.ofHours(12))),
                Optional.of("Standard"));
        assertThat(asked).isEqualTo(expected);
        reopen(TestArchive.SETTINGS);
        assertThat(find("deep")).isEqualTo(expected);
        assertThat(archive.restores()).singleElement().satisfies(restore -> {
            assertThat(restore.tier()).isEqualTo("Standard");
            assertThat(restore.days()).isEqualTo(2);
        });
    }

    @Test
    void restoreThatSomebodyElseBeganIsLeftAndItsTierIsNotKnown() {
        place("other", LabStorageClass.GLACIER);
        try (GlacierProvider other = archive.neighbour()) {
            await(other.capability(Staging.class).orElseThrow().request(List.of(wanted("other")), terms("Bulk")));
        }
        assertThat(where(request("other")))
                .isEqualTo(new Availability.Staging("GLACIER", Optional.empty(), Optional.empty(), Optional.empty()));
        assertThat(archive.restores()).hasSize(1);
    }

    @Test
    void runningRestoreIsSpedUpOnceAndNeverSlowedDown() {
        place("upgrade", LabStorageClass.GLACIER);
        request("upgrade", "Bulk");
        assertThat(where(request("upgrade"))).isInstanceOf(Availability.Staging.class);
        assertThat(archive.restores()).hasSize(1);
        assertThat(((Availability.Staging) where(request("upgrade", "Expedited"))).tier())
                .contains("Expedited");
        request("upgrade", "Expedited");
        request("upgrade", "Standard");
        assertThat(archive.restores()).extracting(LoggedRequest::tier).containsExactly("Bulk", "Expedited");
        archive.pass(Duration.ofMinutes(5));
        assertThat(find("upgrade")).isInstanceOf(Availability.Online.class);
    }

    @Test
    void expeditedIsRefusedForDeepArchiveBeforeAnythingIsAsked() {
        place("deep", LabStorageClass.DEEP_ARCHIVE);
        assertThat(why(request("deep", "Expedited")))
                .isInstanceOf(ProviderException.Rejected.class)
                .hasMessageContaining("DEEP_ARCHIVE has no tier Expedited");
        assertThat(archive.restores()).isEmpty();
    }

    @Test
    void throttlingAndMissingCapacityAreTold() {
        place("busy", LabStorageClass.GLACIER);
        archive.service().expeditedCapacity(false);
        assertThat(why(request("busy", "Expedited")))
                .isInstanceOf(ProviderException.Throttled.class)
                .hasMessageContaining("GlacierExpeditedRetrievalNotAvailable");
        Wanted busy = wanted("busy");
        place("free", LabStorageClass.GLACIER_IR);
        assertThat(ledgerOf(provider)).isEqualByComparingTo("0");
        archive.service().throttle(1);
        assertThat(catchThrowable(() -> await(staging().request(List.of(busy), terms()))))
                .hasCauseInstanceOf(ProviderException.Throttled.class);
        assertThat(archive.begun()).isZero();
    }

    private BigDecimal ledgerOf(GlacierProvider store) {
        return ((ArchiveStaging) store.capability(Staging.class).orElseThrow())
                .ledger()
                .spentThisMonth();
    }

    @Test
    void whatNeedsNoRestoreIsNeverAskedFor() {
        for (LabStorageClass online : List.of(LabStorageClass.STANDARD, LabStorageClass.GLACIER_IR)) {
            place(online.name(), online);
            assertThat(where(request(online.name()))).isEqualTo(new Availability.Online(Optional.empty()));
        }
        assertThat(archive.restores()).isEmpty();
    }

    @Test
    void renewalIsOneRequestPaidAsStorageAndOnlyWhenItIsDue() {
        place("kept", LabStorageClass.DEEP_ARCHIVE);
        request("kept");
        archive.pass(Duration.ofHours(12));
        assertThat(((Availability.Online) find("kept")).until()).contains(Instant.parse("2026-01-04T00:00:00Z"));
        await(staging().renew(List.of(wanted("kept")), Duration.ofHours(1)));
        assertThat(archive.restores()).hasSize(1);
        Answer renewed = await(staging().renew(List.of(wanted("kept")), Duration.ofDays(4)))
                .get(0);
        assertThat(((Availability.Online) where(renewed)).until()).contains(Instant.parse("2026-01-06T00:00:00Z"));
        assertThat(archive.restores()).extracting(LoggedRequest::status).containsExactly(202, 200);
        assertThat(archive.begun()).isEqualTo(1);
    }

    @Test
    void copyThatIsAboutToEndIsNotRenewedSoThatNoRestoreBegins() {
        place("late", LabStorageClass.GLACIER);
        request("late");
        archive.pass(Duration.ofHours(5));
        Instant end = ((Availability.Online) find("late")).until().orElseThrow();
        archive.pass(Duration.between(archive.instant(), end).minusMinutes(5));
        await(staging().renew(List.of(wanted("late")), Duration.ofDays(4)));
        assertThat(archive.restores()).hasSize(1);
    }

    @Test
    void capHoldsOverRetriesAndRestarts() {
        for (int i = 0; i < 100; i++) {
            place("many/%04d".formatted(i), LabStorageClass.DEEP_ARCHIVE);
        }
        List<Wanted> all = wanted(100);
        Prices prices = new Prices(PriceTable.builtIn(), "us-east-1");
        BigDecimal one = prices.restore(ArchiveClass.DEEP_ARCHIVE, RestoreTier.STANDARD, 1, KB, 2)
                .total();
        GlacierSettings thirty = capped(one.multiply(BigDecimal.valueOf(30)).toPlainString());
        for (int round = 0; round < 5; round++) {
            reopen(thirty);
            List<Answer> answers = new ArrayList<>(await(staging().request(all, terms())));
            assertThat(answers)
                    .filteredOn(Answer.Unpaid.class::isInstance)
                    .hasSize(70)
                    .allSatisfy(
                            unpaid -> assertThat(((Answer.Unpaid) unpaid).why()).contains("monthly-cap"));
        }
        assertThat(archive.begun()).isEqualTo(30);
        assertThat(ledgerOf(provider)).isEqualByComparingTo(one.multiply(BigDecimal.valueOf(30)));
    }

    @Test
    void noMoreRequestsGoOutInASecondThanTheRateAllows() {
        for (int i = 0; i < 20; i++) {
            place("many/%04d".formatted(i), LabStorageClass.DEEP_ARCHIVE);
        }
        GlacierSettings usual = TestArchive.SETTINGS;
        List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
        archive.standStill(pause -> {
            pauses.add(pause);
            return CompletableFuture.completedStage(null);
        });
        reopen(new GlacierSettings(
                usual.tier(), usual.keep(), usual.poll(), usual.monthlyCap(), usual.prices(), false, 1));
        await(staging().request(wanted(20), terms()));
        assertThat(archive.begun()).isEqualTo(20);
        assertThat(pauses)
                .as("a turn each second, on a clock that stands still")
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(1, 20).mapToObj(Duration::ofSeconds).toList());
    }

    @Test
    void processThatDiesBetweenLedgerAndRequestPaysOnceAndAsksOnce() {
        place("deep", LabStorageClass.DEEP_ARCHIVE);
        Wanted deep = wanted("deep");
        provider.close();
        DurableWrites dying = (kind, path, write) -> {
            write.perform();
            if (kind == DurableWrites.Kind.FORCE && path.endsWith("spending.log")) {
                throw new AssertionError("the process died here"); // an Error: nobody tidies up
            }
        };
        try (GlacierProvider doomed = archive.open(TestArchive.SETTINGS, "DEEP_ARCHIVE", dying)) {
            assertThat(catchThrowable(() ->
                            await(doomed.capability(Staging.class).orElseThrow().request(List.of(deep), terms()))))
                    .hasMessageContaining("the process died here");
        }
        assertThat(archive.restores()).isEmpty();
        provider = archive.open(TestArchive.SETTINGS, "DEEP_ARCHIVE");
        BigDecimal reserved = ledgerOf(provider);
        assertThat(where(request("deep"))).isInstanceOf(Availability.Staging.class);
        request("deep");
        assertThat(archive.restores()).hasSize(1);
        assertThat(ledgerOf(provider)).isEqualByComparingTo(reserved).isPositive();
    }

    @Test
    void withoutAPriceNothingIsAskedFor() {
        place("deep", LabStorageClass.DEEP_ARCHIVE);
        GlacierSettings usual = TestArchive.SETTINGS;
        reopen(new GlacierSettings(
                usual.tier(),
                usual.keep(),
                usual.poll(),
                usual.monthlyCap(),
                PriceTable.parse("mine", "currency USD"),
                false,
                usual.rate()));
        assertThat(why(request("deep")))
                .isInstanceOf(ProviderException.Rejected.class)
                .hasMessageContaining("no price of request for DEEP_ARCHIVE Standard in us-east-1");
        assertThat(archive.restores()).isEmpty();
    }

    @Test
    void requestsAreOneForEachObjectHoweverManyRangesAreWanted() {
        place("deep", LabStorageClass.DEEP_ARCHIVE);
        Wanted whole = wanted("deep");
        List<Wanted> parts = IntStream.range(0, ObjectStore.MAX_HEAD)
                .mapToObj(i -> new Wanted(whole.key(), whole.token(), new ByteRange(i, 1)))
                .toList();
        assertThat(await(staging().request(parts, terms()))).hasSize(ObjectStore.MAX_HEAD);
        assertThat(archive.restores()).hasSize(1);
    }
}

package dev.gantry.engine;

import static dev.gantry.engine.EngineFixture.BUCKET;
import static dev.gantry.engine.EngineFixture.OTHER;
import static dev.gantry.engine.EngineFixture.ROOT;
import static dev.gantry.engine.EngineFixture.get;
import static dev.gantry.engine.EngineFixture.object;
import static dev.gantry.engine.EngineFixture.problemOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.AccessList;
import dev.gantry.domain.BucketId;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.Checksums;
import dev.gantry.domain.GroupName;
import dev.gantry.domain.Job;
import dev.gantry.domain.JobKind;
import dev.gantry.domain.JobStatus;
import dev.gantry.domain.ListQuery;
import dev.gantry.domain.Metadata;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.domain.Permission;
import dev.gantry.domain.Role;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.User;
import dev.gantry.domain.UserId;
import dev.gantry.ports.api.Blobs.Address;
import dev.gantry.ports.api.Blobs.Download;
import dev.gantry.ports.api.Blobs.Upload;
import dev.gantry.ports.api.Buckets.Bucket;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.payload.Buffers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Buckets that are shared: who may do what in them, and what becomes of it. */
class SharingTest {

    private static final User OWNER = new User(new UserId(new UUID(1, 3)), "owner", Role.USER);
    private static final GroupName CURATORS = new GroupName("curators");
    private static final ObjectKey A = new ObjectKey(BUCKET, new ObjectName("a"));
    private static final ObjectKey COPY = new ObjectKey(BUCKET, new ObjectName("copy"));

    private final MemoryJobStore jobs = new MemoryJobStore();
    private final MemoryProvider provider = new MemoryProvider(new StoreId("memory"), Runnable::run);
    private EngineFixture engine = start();
    private Gateway owner = engine.gantry.as(OWNER);
    private Gateway other = engine.gantry.as(OTHER);

    SharingTest() {
        get(owner.buckets().create(BUCKET, Optional.empty()));
        get(put(owner, "a"));
    }

    private EngineFixture start() {
        return new EngineFixture(get(Gantry.builder()
                .store(provider)
                .jobStore(jobs)
                .groups(user -> user.equals(OTHER.id()) ? Set.of(CURATORS) : Set.of())
                .start()));
    }

    private void restart() {
        engine.close();
        engine = start();
        owner = engine.gantry.as(OWNER);
        other = engine.gantry.as(OTHER);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private static Address naked(ObjectKey key) {
        return new Address(key, Optional.empty(), OptionalLong.empty());
    }

    private static CompletionStage<?> put(Gateway user, String name) {
        ObjectKey key = new ObjectKey(BUCKET, new ObjectName(name));
        return user.blobs()
                .put(new Upload(naked(key), Metadata.none(), Checksums.none(), Buffers.of(new byte[] {1, 2, 3})));
    }

    private static CompletionStage<Job> job(Gateway user, JobKind kind, String name) {
        return user.jobs()
                .create(EngineFixture.request(kind, 0), List.of(object(name, 3)).iterator())
                .thenApply(created -> created.job());
    }

    private Bucket share(AccessList list) {
        return get(owner.buckets().share(BUCKET, list));
    }

    private static AccessList with(User user, Permission right) {
        return new AccessList(Map.of(user.id(), right), Map.of());
    }

    private void assertReads(Gateway user) {
        assertThat(get(user.buckets().list())).extracting(Bucket::name).containsExactly(BUCKET);
        assertThat(get(user.objects().list(BUCKET, ListQuery.all())).objects()).hasSize(1);
        assertThat(get(user.objects().head(A)).length()).isEqualTo(3);
        get(user.blobs().get(new Download(naked(A), List.of()))).close();
        assertThat(get(job(user, JobKind.GET, "a")).owner()).isEqualTo(user.user());
        assertThat(get(job(user, JobKind.VERIFY, "a")).kind()).isEqualTo(JobKind.VERIFY);
    }

    private static void assertForbidden(CompletionStage<?> stage) {
        assertThat(problemOf(stage)).isEqualTo(Problem.FORBIDDEN);
    }

    private static void assertMayNotManage(Gateway user) {
        assertForbidden(user.buckets().delete(BUCKET));
        assertForbidden(user.buckets().share(BUCKET, AccessList.none()));
    }

    @Test
    void whoItIsNotSharedWithSeesNothing() {
        share(with(ROOT, Permission.WRITE));
        assertThat(get(other.buckets().list())).isEmpty();
        assertForbidden(other.buckets().find(BUCKET.value()));
        assertForbidden(other.objects().list(BUCKET, ListQuery.all()));
        assertForbidden(other.objects().head(A));
        assertForbidden(other.blobs().get(new Download(naked(A), List.of())));
        assertForbidden(job(other, JobKind.GET, "a"));
        assertForbidden(put(other, "b"));
        assertMayNotManage(other);
    }

    @Test
    void whoMayReadSeesEverythingAndChangesNothing() {
        share(with(OTHER, Permission.READ));
        assertReads(other);
        assertForbidden(put(other, "a"));
        assertForbidden(job(other, JobKind.PUT, "b"));
        assertForbidden(other.objects().delete(A));
        assertForbidden(other.objects().update(A, Metadata.none()));
        assertForbidden(other.objects().copy(A, COPY, Set.of()));
        assertMayNotManage(other);
    }

    @Test
    void whoMayWriteChangesObjectsButNotTheBucket() {
        share(with(OTHER, Permission.WRITE));
        assertReads(other);
        get(put(other, "a"));
        get(other.objects().update(A, Metadata.none()));
        get(other.objects().copy(A, COPY, Set.of()));
        get(other.objects().delete(COPY));
        assertThat(get(job(other, JobKind.PUT, "b")).owner()).isEqualTo(OTHER);
        assertMayNotManage(other);
    }

    @Test
    void theGreatestRightOfAllGroupsCounts() {
        share(new AccessList(
                Map.of(OTHER.id(), Permission.READ),
                Map.of(GroupName.PUBLIC, Permission.READ, CURATORS, Permission.WRITE)));
        get(put(other, "a"));
        Gateway third = engine.gantry.as(new User(new UserId(new UUID(1, 9)), "third", Role.USER));
        assertReads(third);
        assertForbidden(put(third, "a"));
    }

    @ParameterizedTest
    @EnumSource(
            value = JobKind.class,
            names = {"PUT", "GET"})
    void whoLosesTheRightLosesTheJob(JobKind kind) {
        share(with(OTHER, Permission.WRITE));
        Job mine = get(job(owner, kind, kind == JobKind.PUT ? "mine" : "a"));
        Job lost = get(job(other, kind, kind == JobKind.PUT ? "lost" : "a"));
        share(AccessList.none());
        Job ended = get(other.jobs().get(lost.id()));
        assertThat(ended.status()).isEqualTo(JobStatus.CANCELED);
        assertThat(ended.ending().orElseThrow().reason()).contains(AccessBook.TAKEN_AWAY);
        assertThat(get(owner.jobs().get(mine.id())).status()).isEqualTo(JobStatus.IN_PROGRESS);
    }

    @Test
    void whoMayStillReadKeepsTheReadingJob() {
        share(with(OTHER, Permission.WRITE));
        Job reading = get(job(other, JobKind.GET, "a"));
        Job writing = get(job(other, JobKind.PUT, "b"));
        share(with(OTHER, Permission.READ));
        assertThat(get(other.jobs().get(reading.id())).status()).isEqualTo(JobStatus.IN_PROGRESS);
        assertThat(get(other.jobs().get(writing.id())).status()).isEqualTo(JobStatus.CANCELED);
    }

    @Test
    void aBucketThatWasRemovedIsSharedNoMoreUnderTheSameId() {
        share(with(OTHER, Permission.WRITE));
        BucketId id = get(owner.buckets().find(BUCKET.value())).id();
        get(owner.objects().delete(A));
        get(owner.buckets().delete(BUCKET));
        BucketName again = new BucketName("again");
        Bucket made = get(owner.buckets().create(again, Optional.empty(), Optional.of(id)));
        assertThat(made.access()).isEqualTo(AccessList.none());
        assertThat(get(other.buckets().list())).isEmpty();
    }

    @Test
    void aBucketThatIsNotEmptyStaysShared() {
        share(with(OTHER, Permission.READ));
        assertThat(problemOf(owner.buckets().delete(BUCKET))).isEqualTo(Problem.BUCKET_NOT_EMPTY);
        assertReads(other);
    }

    @Test
    void sharingOutlivesTheEngine() {
        share(with(OTHER, Permission.READ));
        restart();
        assertThat(get(owner.buckets().find(BUCKET.value())).access()).isEqualTo(with(OTHER, Permission.READ));
        assertReads(other);
    }

    @Test
    void aJobWhoseOwnerLostTheRightWhileNobodyCouldEndItEndsAtTheNextStart() {
        Bucket bucket = share(with(OTHER, Permission.WRITE));
        Job mine = get(job(owner, JobKind.GET, "a"));
        Job lost = get(job(other, JobKind.PUT, "b"));
        engine.close();
        get(jobs.access().save(bucket.id(), AccessList.none()));
        restart();
        assertThat(get(other.jobs().get(lost.id())).status()).isEqualTo(JobStatus.CANCELED);
        assertThat(get(owner.jobs().get(mine.id())).status()).isEqualTo(JobStatus.IN_PROGRESS);
    }

    @Test
    void administratorsNeedNoShare() {
        share(AccessList.none());
        assertReads(engine.api);
        get(engine.api.buckets().share(BUCKET, with(OTHER, Permission.READ)));
        assertReads(other);
    }
}

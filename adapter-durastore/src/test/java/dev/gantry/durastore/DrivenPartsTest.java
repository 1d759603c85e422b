package dev.gantry.durastore;

import static dev.gantry.tck.Await.await;
import static dev.gantry.tck.Await.failure;
import static dev.gantry.tck.TestObjects.bytes;
import static dev.gantry.tck.TestObjects.cut;
import static dev.gantry.tck.TestObjects.get;
import static dev.gantry.tck.TestObjects.put;
import static dev.gantry.tck.TestObjects.spec;
import static dev.gantry.tck.TestObjects.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.BucketId;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.ByteRange;
import dev.gantry.domain.ListQuery;
import dev.gantry.domain.Metadata;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.UserId;
import dev.gantry.durastore.PartsManifest.Part;
import dev.gantry.ports.payload.FileRange;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.payload.Streamed;
import dev.gantry.ports.spi.BucketRecord;
import dev.gantry.ports.spi.BucketStore;
import dev.gantry.ports.spi.ListPage;
import dev.gantry.ports.spi.ObjectWriter;
import dev.gantry.ports.spi.PropertyUpdate;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.ResumableWrites;
import dev.gantry.ports.spi.StoredObject;
import dev.gantry.ports.spi.WriteSpec;
import dev.gantry.tck.PayloadBytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects in parts, Gantry's own and DuraCloud's, in our fake of DuraStore 8. */
class DrivenPartsTest {

    private static final String SPACE = "parts";

    private FakeDuraStore fake;
    private DurastoreProvider provider;

    @BeforeEach
    void open() throws IOException {
        fake = new FakeDuraStore(FakeVersion.V8);
        provider = Driven.provider(fake.reach(Optional.empty()).withMaxContent(1000));
        await(provider.check());
        BucketRecord bucket = new BucketRecord(
                new BucketId(new UUID(5, 6)), new BucketName(SPACE), Instant.EPOCH, new UserId(new UUID(7, 8)), true);
        await(provider.capability(BucketStore.class).orElseThrow().create(bucket));
    }

    @AfterEach
    void close() {
        provider.close();
        fake.close();
    }

    private static ObjectKey key(String name) {
        return ObjectKey.of(SPACE, name);
    }

    private List<String> ids() {
        return List.copyOf(fake.account("1").contents(SPACE).keySet());
    }

    private StoredObject parts(String name, byte[] content) {
        return put(provider.objects(), spec(key(name), new BlobLayout(content.length, 1000)), content);
    }

    private void raw(String id, byte[] content, String type) {
        fake.account("1")
                .put(SPACE, id, new FakeContent(content, type, Map.of("origin", "tool"), Instant.EPOCH, false));
    }

    /** As DuraCloud's tools upload a large file: their names, their document. */
    private void foreign(String name, byte[] content, int size) {
        List<Part> parts = new ArrayList<>();
        BlobLayout layout = new BlobLayout(content.length, size);
        for (long i = 0; i < layout.count(); i++) {
            byte[] part = cut(content, layout.range(i));
            String id = name + ".dura-chunk-%04d".formatted(i);
            raw(id, part, "application/octet-stream");
            parts.add(new Part(id, part.length, RemoteContents.md5(part)));
        }
        PartsManifest manifest = new PartsManifest(
                name, Optional.of("video/mp4"), content.length, Optional.of(RemoteContents.md5(content)), parts);
        raw(name + ".dura-manifest", PartsManifestXml.write(manifest), "application/xml");
    }

    @Test
    void largeObjectIsKeptAsDuraCloudsToolsDo() throws IOException {
        assertThat(provider.limits().layout(2500, java.util.OptionalLong.empty()))
                .isEqualTo(new BlobLayout(2500, 1000));
        byte[] content = bytes(2500, 1);
        WriteSpec spec = spec(key("dir/film"), new BlobLayout(2500, 1000));
        StoredObject object = put(provider.objects(), spec, content);
        assertThat(ids())
                .containsExactlyInAnyOrder(
                        ".gantry/bucket",
                        "dir/film.dura-manifest",
                        "dir/film.gantry-" + spec.id() + ".dura-chunk-0000",
                        "dir/film.gantry-" + spec.id() + ".dura-chunk-0001",
                        "dir/film.gantry-" + spec.id() + ".dura-chunk-0002");
        PartsManifest manifest = PartsManifestXml.read(new ByteArrayInputStream(
                fake.account("1").contents(SPACE).get("dir/film.dura-manifest").bytes()));
        assertThat(manifest.object()).isEqualTo("dir/film");
        assertThat(manifest.md5()).contains(RemoteContents.md5(content));
        assertThat(manifest.parts()).extracting(Part::length).containsExactly(1000L, 1000L, 500L);
        assertThat(object.record().orElseThrow().layout()).isEqualTo(spec.layout());
        assertThat(object.metadata()).isEqualTo(spec.metadata());
    }

    @Test
    void anyRangeIsReadAcrossParts(@TempDir Path directory) throws IOException {
        byte[] content = bytes(4321, 2);
        StoredObject object = parts("ranges", content);
        for (long[] range : new long[][] {{0, 4321}, {999, 2}, {1000, 1000}, {1, 3000}, {4320, 1}, {2000, 0}}) {
            ByteRange asked = new ByteRange(range[0], range[1]);
            Payload payload = await(provider.objects().read(object.key(), object.token(), asked));
            assertThat(PayloadBytes.of(payload)).isEqualTo(cut(content, asked));
        }
        Path file = directory.resolve("copy");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                Payload payload =
                        await(provider.objects().read(object.key(), object.token(), new ByteRange(0, 4321)))) {
            await(((Streamed) payload).source().writeTo(new FileRange(channel, 0, 4321), Set.of()));
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(content);
        assertThat(failure(provider.objects().read(object.key(), object.token(), new ByteRange(4000, 1000))))
                .isInstanceOf(ProviderException.Rejected.class);
    }

    @Test
    void whatDuraCloudsToolsHaveCutIsOneObject() {
        byte[] content = bytes(2500, 3);
        foreign("film", content, 700);
        StoredObject film = await(provider.objects().list(new BucketName(SPACE), ListQuery.all()))
                .objects()
                .get(0);
        assertThat(film.key()).isEqualTo(key("film"));
        assertThat(film.length()).isEqualTo(2500);
        assertThat(film.metadata()).isEqualTo(new Metadata(Map.of("origin", "tool", "content-mimetype", "video/mp4")));
        assertThat(film.record()).isEmpty();
        assertThat(get(provider.objects(), film)).isEqualTo(content);
        StoredObject updated = await(provider.capability(PropertyUpdate.class)
                .orElseThrow()
                .update(film.key(), film.token(), new Metadata(Map.of("content-mimetype", "application/xml"))));
        assertThat(updated.metadata().values()).containsExactly(Map.entry("content-mimetype", "application/xml"));
        await(provider.objects().delete(film.key()));
        assertThat(ids()).containsExactly(".gantry/bucket");
    }

    @Test
    void replacingLeavesNothingOfWhatWasThere() {
        byte[] whole = bytes(500, 4);
        byte[] cut = bytes(1500, 5);
        put(provider.objects(), key("o"), whole);
        assertThat(get(provider.objects(), parts("o", cut))).isEqualTo(cut);
        assertThat(ids()).hasSize(4).doesNotContain("o");
        byte[] other = bytes(2500, 6);
        assertThat(get(provider.objects(), parts("o", other))).isEqualTo(other);
        assertThat(ids()).hasSize(5);
        foreign("o2", cut, 1000);
        StoredObject replaced = put(provider.objects(), key("o2"), whole);
        assertThat(get(provider.objects(), replaced)).isEqualTo(whole);
        assertThat(get(provider.objects(), put(provider.objects(), key("o"), whole)))
                .isEqualTo(whole);
        assertThat(ids()).containsExactlyInAnyOrder(".gantry/bucket", "o", "o2");
    }

    @Test
    void aPartThatIsNotTheManifestsIsRefusedAndNothingIsPadded() {
        foreign("film", bytes(2000, 7), 1000);
        StoredObject film =
                await(provider.objects().head(List.of(key("film")))).get(0).orElseThrow();
        raw("film.dura-chunk-0001", bytes(1000, 8), "application/octet-stream");
        assertThat(failure(provider.objects().read(film.key(), film.token(), new ByteRange(1500, 10))))
                .isInstanceOf(ProviderException.NotFound.class);
        Assertions.assertThatThrownBy(() -> get(provider.objects(), film))
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("the next part cannot be read");
    }

    @Test
    void aPartWhoseBytesWentBadIsNotGivenOutWhole() {
        foreign("film", bytes(2000, 7), 1000);
        StoredObject film =
                await(provider.objects().head(List.of(key("film")))).get(0).orElseThrow();
        FakeContent part = fake.account("1").contents(SPACE).get("film.dura-chunk-0001");
        fake.account("1").put(SPACE, "film.dura-chunk-0001", part.goneBad(bytes(1000, 8)));
        for (ByteRange range : List.of(new ByteRange(0, 2000), new ByteRange(1000, 1000))) {
            Assertions.assertThatThrownBy(() -> read(film, range))
                    .isInstanceOf(CompletionException.class)
                    .hasMessageContaining("film.dura-chunk-0001 have not the MD5");
        }
        assertThat(read(film, new ByteRange(0, 1000))).isEqualTo(Arrays.copyOf(bytes(2000, 7), 1000));
    }

    private byte[] read(StoredObject object, ByteRange range) {
        try (Payload payload = await(provider.objects().read(object.key(), object.token(), range))) {
            return PayloadBytes.of(payload);
        }
    }

    @Test
    void aDamagedManifestHidesNoOtherObject() {
        raw("bad.dura-manifest", "<x/>".getBytes(StandardCharsets.UTF_8), "application/xml");
        String bomb = "<!DOCTYPE a [<!ENTITY b \"bb\">]><chunksManifest>&b;</chunksManifest>";
        raw("bomb.dura-manifest", bomb.getBytes(StandardCharsets.UTF_8), "application/xml");
        StoredObject good = put(provider.objects(), key("good"), bytes(10, 9));
        assertThat(await(provider.objects().list(new BucketName(SPACE), ListQuery.all()))
                        .objects())
                .containsExactly(good);
        assertThat(failure(provider.objects().head(List.of(key("bad")))))
                .isInstanceOf(ProviderException.Rejected.class);
    }

    @Test
    void pagesAreInTheOrderOfObjectsThoughManifestsComeLater() {
        foreign("x", bytes(20, 1), 10);
        foreign("x-1", bytes(20, 1), 10);
        foreign("x-1-2", bytes(20, 1), 10);
        for (String name : new String[] {"w", "x-0", "x-1 ", "x-1-3", "x/a-b/c", "x.d", "y"}) {
            put(provider.objects(), key(name), bytes(3, 1));
        }
        foreign("x/a", bytes(20, 1), 10);
        String[] order = {"w", "x", "x-0", "x-1", "x-1 ", "x-1-2", "x-1-3", "x.d", "x/a", "x/a-b/c", "y"};
        for (int max = 1; max <= order.length + 1; max++) {
            assertThat(listed(max, Optional.empty())).as("pages of %s", max).containsExactly(order);
            assertThat(listed(max, Optional.of("/")))
                    .as("pages of %s, rolled up", max)
                    .containsExactly("w", "x", "x-0", "x-1", "x-1 ", "x-1-2", "x-1-3", "x.d", "x/", "y");
        }
    }

    private List<String> listed(int max, Optional<String> delimiter) {
        List<String> names = new ArrayList<>();
        Optional<String> after = Optional.of("");
        while (after.isPresent()) {
            ListPage page = await(
                    provider.objects().list(new BucketName(SPACE), new ListQuery("", after.get(), delimiter, max)));
            List<String> one = new ArrayList<>(page.commonPrefixes());
            page.objects().forEach(object -> one.add(object.key().name().value()));
            one.sort(null);
            names.addAll(one);
            after = page.next();
        }
        return names;
    }

    @Test
    void whatNobodyNamesIsSweptAndNothingElse() {
        WriteSpec half = spec(key("half"), new BlobLayout(2000, 1000));
        ObjectWriter writer = await(provider.objects().begin(half));
        write(writer, half.layout(), bytes(2000, 1));
        StoredObject whole = parts("whole", bytes(2000, 2));
        raw("tool.dura-chunk-0000", bytes(10, 3), "application/octet-stream");
        raw(".gantry/writing-other/" + half.id(), bytes(10, 3), "text/plain");
        List<String> before = ids();
        ResumableWrites resumable = provider.capability(ResumableWrites.class).orElseThrow();
        assertThat(await(resumable.sweep(Set.of(half.id())))).isZero();
        assertThat(ids()).isEqualTo(before);
        assertThat(await(resumable.sweep(Set.of()))).isEqualTo(1);
        assertThat(before).hasSize(ids().size() + 3);
        assertThat(ids()).noneMatch(id -> id.startsWith("half"));
        assertThat(get(provider.objects(), whole)).isEqualTo(bytes(2000, 2));
    }

    @Test
    void whatWasInterruptedIsFinishedByDoingItAgain() {
        put(provider.objects(), key("o"), bytes(10, 1));
        FakeContent old = fake.account("1").contents(SPACE).get("o");
        WriteSpec spec = spec(key("o"), new BlobLayout(2000, 1000));
        ObjectWriter writer = await(provider.objects().begin(spec));
        List<ObjectWriter.Receipt> receipts = write(writer, spec.layout(), bytes(2000, 2));
        StoredObject published = await(writer.publish(receipts));
        fake.account("1").put(SPACE, "o", old);
        StoredObject before =
                await(provider.objects().head(List.of(key("o")))).get(0).orElseThrow();
        assertThat(get(provider.objects(), before)).isEqualTo(bytes(10, 1));
        assertThat(await(writer.publish(receipts)).token()).isEqualTo(published.token());
        assertThat(get(provider.objects(), published)).isEqualTo(bytes(2000, 2));
        assertThat(ids()).hasSize(4).doesNotContain("o");
    }

    @Test
    void deletingRemovesPartsThatAContentHid() {
        parts("o", bytes(2000, 2));
        raw("o", bytes(10, 1), "text/plain");
        await(provider.objects().delete(key("o")));
        assertThat(ids()).containsExactly(".gantry/bucket");
        assertThat(failure(provider.objects().delete(key("o")))).isInstanceOf(ProviderException.NotFound.class);
    }

    @Test
    void namesWithAMeaningOfTheirOwnAreRefused() {
        for (String name :
                new String[] {"a.dura-manifest", "a.dura-chunk-0001", ".gantry/bucket", "a?b", "a\\b", "../a"}) {
            assertThat(failure(provider.objects().begin(spec(key(name), BlobLayout.whole(1)))))
                    .as(name)
                    .isInstanceOf(ProviderException.Rejected.class);
        }
        assertThat(await(provider.objects().head(List.of(key(".gantry/bucket")))))
                .containsExactly(Optional.empty());
        assertThat(failure(provider.objects().delete(key(".gantry/bucket"))))
                .isInstanceOf(ProviderException.NotFound.class);
    }

    @Test
    void anArchivedContentHasAHeadAndIsAConflictToRead() {
        StoredObject object = put(provider.objects(), key("cold"), bytes(10, 1));
        FakeContent content = fake.account("1").contents(SPACE).get("cold");
        fake.account("1").put(SPACE, "cold", content.archived(true));
        assertThat(await(provider.objects().head(List.of(key("cold"))))).containsExactly(Optional.of(object));
        assertThat(failure(provider.objects().read(object.key(), object.token(), new ByteRange(0, 10))))
                .isInstanceOf(ProviderException.Conflict.class)
                .hasMessage(FakeSpaces.ARCHIVED);
        fake.account("1").put(SPACE, "cold", content);
        assertThat(get(provider.objects(), object)).isEqualTo(bytes(10, 1));
    }

    @Test
    void aRecordBesideOtherBytesIsVoid() {
        StoredObject before = put(provider.objects(), key("o"), bytes(10, 1));
        FakeContent content = fake.account("1").contents(SPACE).get("o");
        fake.account("1")
                .put(
                        SPACE,
                        "o",
                        new FakeContent(bytes(10, 2), "text/plain", content.properties(), Instant.EPOCH, false));
        StoredObject now =
                await(provider.objects().head(List.of(key("o")))).get(0).orElseThrow();
        assertThat(now.record()).isEmpty();
        assertThat(now.token()).isNotEqualTo(before.token());
        assertThat(failure(provider.objects().read(before.key(), before.token(), new ByteRange(0, 10))))
                .isInstanceOf(ProviderException.NotFound.class);
    }
}

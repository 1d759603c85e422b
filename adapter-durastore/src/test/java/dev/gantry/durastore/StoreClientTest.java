package dev.gantry.durastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.domain.Checksums;
import dev.gantry.domain.Metadata;
import dev.gantry.domain.ObjectKey;
import dev.gantry.ports.api.Blobs;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.payload.Buffers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.duracloud.client.ContentStore;
import org.duracloud.common.constant.ManifestFormat;
import org.duracloud.domain.Content;
import org.duracloud.domain.Space;
import org.duracloud.error.ContentStoreException;
import org.duracloud.error.InvalidIdException;
import org.duracloud.error.NotFoundException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What org.duracloud:storeclient:8.1.0 finds at a node. */
class StoreClientTest {

    @TempDir
    static Path directory;

    static TestNode node;
    static ContentStore store;

    @BeforeAll
    static void start() throws Exception {
        node = new TestNode(directory);
        store = node.client("disk");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    static String add(ContentStore to, String space, String content, byte[] bytes, Map<String, String> properties)
            throws Exception {
        return to.addContent(
                space,
                content,
                new ByteArrayInputStream(bytes),
                bytes.length,
                "text/plain",
                md5(bytes),
                new HashMap<>(properties));
    }

    static String md5(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    }

    static byte[] bytes(Content content) throws IOException {
        try (InputStream in = content.getStream()) {
            return in.readAllBytes();
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> all(Iterator<String> items) {
        Iterable<String> once = () -> items;
        return StreamSupport.stream(once.spliterator(), false).toList();
    }

    @Test
    void findsEveryStoreAndThePrimaryOne() throws Exception {
        assertThat(node.manager("rootkey", "rootsecret").getContentStores().keySet())
                .containsExactlyInAnyOrder(TestNode.id("disk"), TestNode.id("second"));
        assertThat(node.manager("annkey", "ann:secret")
                        .getPrimaryContentStore(0)
                        .getStoreId())
                .isEqualTo(TestNode.id("disk"));
        assertThat(store.getStorageProviderType()).isEqualTo("SWIFT_S3");
    }

    @Test
    void makesDescribesListsAndRemovesSpacesOfOneStore() throws Exception {
        store.createSpace("life-of-a-space");
        assertThat(store.getSpaces()).contains("life-of-a-space");
        assertThat(node.client("second").getSpaces()).doesNotContain("life-of-a-space");
        assertThat(store.getSpaceProperties("life-of-a-space"))
                .containsEntry("space-count", "0")
                .hasEntrySatisfying(
                        "space-created", when -> assertThat(when).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d"));
        add(store, "life-of-a-space", "a/b", text("x"), Map.of());
        store.deleteSpace("life-of-a-space");
        assertThat(store.spaceExists("life-of-a-space")).isFalse();
        assertThatThrownBy(() -> store.deleteSpace("life-of-a-space")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void aSpaceOfOneStoreIsNotThereInAnother() throws Exception {
        store.createSpace("here-alone");
        ContentStore second = node.client("second");
        assertThatThrownBy(() -> second.getSpaceProperties("here-alone")).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> second.createSpace("here-alone")).isInstanceOf(InvalidIdException.class);
    }

    @Test
    void givesBackWhatWasAddedWholeAndInRanges() throws Exception {
        store.createSpace("content");
        byte[] bytes = text("hello DuraStore, this is Gantry");
        String name = "dir/a b+c & \u00e9 <\u65e5>.txt";
        String checksum = add(store, "content", name, bytes, Map.of("colour", "blue", "UPPER-case", "Kept As It Is"));
        assertThat(checksum).isEqualTo(md5(bytes));

        Content whole = store.getContent("content", name);
        assertThat(bytes(whole)).isEqualTo(bytes);
        assertThat(whole.getProperties())
                .containsEntry("colour", "blue")
                .containsEntry("upper-case", "Kept As It Is")
                .containsEntry("content-checksum", checksum)
                .containsEntry("content-size", Integer.toString(bytes.length))
                .containsEntry("content-mimetype", "text/plain");
        assertThat(bytes(store.getContent("content", name, 6L, 14L))).isEqualTo(text("DuraStore"));
        assertThat(bytes(store.getContent("content", name, 25L, null))).isEqualTo(text("Gantry"));
        assertThat(store.getContentProperties("content", name))
                .containsEntry("colour", "blue")
                .containsEntry("content-checksum", checksum);
        store.deleteContent("content", name);
        assertThat(store.contentExists("content", name)).isFalse();
    }

    @Test
    void anEmptyContentIsAContent() throws Exception {
        store.createSpace("empty");
        add(store, "empty", "nothing", new byte[0], Map.of());
        assertThat(bytes(store.getContent("empty", "nothing"))).isEmpty();
    }

    @Test
    void propertiesOfAReplacedContentStayWhereNewOnesDoNotReplaceThem() throws Exception {
        store.createSpace("replaced");
        add(store, "replaced", "c", text("one"), Map.of("kept", "1", "changed", "1"));
        add(store, "replaced", "c", text("two"), Map.of("changed", "2"));
        assertThat(bytes(store.getContent("replaced", "c"))).isEqualTo(text("two"));
        assertThat(store.getContentProperties("replaced", "c"))
                .containsEntry("kept", "1")
                .containsEntry("changed", "2");
    }

    @Test
    void listsPageAfterPageUntilAnEmptyOne() throws Exception {
        store.createSpace("listing");
        List<String> names =
                IntStream.range(0, 25).mapToObj("p/%03d & <x>"::formatted).toList();
        for (String name : names) {
            add(store, "listing", name, text(name), Map.of());
        }
        add(store, "listing", "other", text("x"), Map.of());
        assertThat(all(store.getSpaceContents("listing", "p/"))).isEqualTo(names);
        assertThat(all(store.getSpaceContents("listing"))).hasSize(26);

        Space page = store.getSpace("listing", "p/", 10, names.get(4));
        assertThat(page.getContentIds()).isEqualTo(names.subList(5, 15));
        assertThat(page.getProperties()).containsEntry("space-count", "26");
        assertThat(store.getSpace("listing", "p/", 10, names.get(24)).getContentIds())
                .isEmpty();
    }

    @Test
    void aWrongChecksumIsAConflictAndReplacesNothing() throws Exception {
        store.createSpace("checked");
        add(store, "checked", "c", text("right"), Map.of());
        byte[] wrong = text("wrong");
        assertThatThrownBy(() -> store.addContent(
                        "checked",
                        "c",
                        new ByteArrayInputStream(wrong),
                        5,
                        "text/plain",
                        "0".repeat(32),
                        new HashMap<>()))
                .isInstanceOf(ContentStoreException.class)
                .hasMessageContaining("nothing was stored");
        assertThat(bytes(store.getContent("checked", "c"))).isEqualTo(text("right"));
    }

    @Test
    void whatIsMissingIsNotFound() throws Exception {
        store.createSpace("missing");
        assertThatThrownBy(() -> store.getContent("missing", "x")).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> store.getContentProperties("missing", "x")).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> store.deleteContent("missing", "x")).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> store.getSpace("no-such-space", null, 10, null))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> add(store, "no-such-space", "x", text("x"), Map.of()))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void usersSeeTheirOwnSpacesAlone() throws Exception {
        store.createSpace("of-the-root");
        ContentStore ann = node.manager("annkey", "ann:secret").getContentStore(TestNode.id("disk"), 0);
        ann.createSpace("of-ann");
        assertThat(ann.getSpaces()).containsExactly("of-ann");
        assertThatThrownBy(() -> ann.getSpaceProperties("of-the-root")).isInstanceOf(ContentStoreException.class);
        assertThatThrownBy(() -> node.manager("annkey", "wrong").getContentStores())
                .isInstanceOf(ContentStoreException.class);
        assertThat(Stream.of("of-ann", "of-the-root"))
                .allSatisfy(space -> assertThat(store.spaceExists(space)).isTrue());
    }

    @Test
    void propertiesAreReplacedAndTheMimetypeStays() throws Exception {
        store.createSpace("properties");
        add(store, "properties", "c", text("bytes"), Map.of("old", "1", "both", "1"));
        store.setContentProperties("properties", "c", new HashMap<>(Map.of("both", "2", "new", "3")));
        assertThat(store.getContentProperties("properties", "c"))
                .containsEntry("both", "2")
                .containsEntry("new", "3")
                .containsEntry("content-mimetype", "text/plain")
                .containsEntry("content-checksum", md5(text("bytes")))
                .doesNotContainKey("old");
        assertThat(bytes(store.getContent("properties", "c"))).isEqualTo(text("bytes"));
        assertThatThrownBy(() -> store.setContentProperties("properties", "missing", new HashMap<>()))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void copiesWithinAStoreAndIntoAnother() throws Exception {
        store.createSpace("copies");
        ContentStore second = node.client("second");
        second.createSpace("copies-there");
        byte[] bytes = text("to be copied");
        add(store, "copies", "a b/c", bytes, Map.of("colour", "blue"));
        assertThat(store.copyContent("copies", "a b/c", "copies", "d\u00e9j\u00e0 vu"))
                .isEqualTo(md5(bytes));
        assertThat(store.copyContent("copies", "a b/c", TestNode.id("second"), "copies-there", "e"))
                .isEqualTo(md5(bytes));
        assertThat(bytes(store.getContent("copies", "d\u00e9j\u00e0 vu"))).isEqualTo(bytes);
        Content there = second.getContent("copies-there", "e");
        assertThat(bytes(there)).isEqualTo(bytes);
        assertThat(there.getProperties()).containsEntry("colour", "blue");
        store.moveContent("copies", "a b/c", "copies", "moved");
        assertThat(all(store.getSpaceContents("copies"))).containsExactly("d\u00e9j\u00e0 vu", "moved");
        assertThatThrownBy(() -> store.copyContent("copies", "missing", "copies", "x"))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void theManifestNamesEveryContentWithItsChecksum() throws Exception {
        store.createSpace("manifest-of");
        add(store, "manifest-of", "a/b", text("one"), Map.of());
        add(store, "manifest-of", "c", text("two"), Map.of());
        try (InputStream in = store.getManifest("manifest-of", ManifestFormat.TSV)) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("space-id\tcontent-id\tMD5\nmanifest-of\ta/b\t" + md5(text("one")) + "\nmanifest-of\tc\t"
                            + md5(text("two")) + "\n");
        }
        try (InputStream in = store.getManifest("manifest-of", ManifestFormat.BAGIT)) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(md5(text("one")) + "  manifest-of/a/b\n" + md5(text("two")) + "  manifest-of/c\n");
        }
        assertThatThrownBy(() -> store.getManifest("no-such-space", ManifestFormat.TSV))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void aSpaceOfManyContentsGoesWithAllOfThem() throws Exception {
        store.createSpace("many");
        Gateway gateway = node.gateway(TestNode.ROOT);
        for (int i = 0; i < 1050; i++) {
            gateway.blobs()
                    .put(new Blobs.Upload(
                            ContentOperations.whole(ObjectKey.of("many", "c" + i)),
                            Metadata.none(),
                            Checksums.none(),
                            Buffers.of(text("x"))))
                    .toCompletableFuture()
                    .join();
        }
        assertThat(store.getSpaceProperties("many")).containsEntry("space-count", "1000+");
        assertThat(all(store.getSpaceContents("many"))).hasSize(1050);
        store.deleteSpace("many");
        assertThat(store.spaceExists("many")).isFalse();
    }

    @Test
    void anEncodingIsOfItsOwnBytesAlone() throws Exception {
        store.createSpace("encoded");
        add(store, "encoded", "c", text("one"), Map.of("content-encoding", "identity", "kept", "1"));
        assertThat(node.gateway(TestNode.ROOT)
                        .objects()
                        .head(ObjectKey.of("encoded", "c"))
                        .toCompletableFuture()
                        .join()
                        .metadata()
                        .values())
                .containsEntry("content-encoding", "identity");
        add(store, "encoded", "c", text("two"), Map.of());
        assertThat(node.gateway(TestNode.ROOT)
                        .objects()
                        .head(ObjectKey.of("encoded", "c"))
                        .toCompletableFuture()
                        .join()
                        .metadata()
                        .values())
                .containsEntry("kept", "1")
                .doesNotContainKey("content-encoding");
    }
}

package dev.gantry.durastore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.duracloud.client.ContentStore;
import org.duracloud.common.model.AclType;
import org.duracloud.error.ContentStoreException;
import org.duracloud.error.NotFoundException;
import org.duracloud.error.UnauthorizedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spaces that are shared, as org.duracloud:storeclient:8.1.0 shares them (docs/durastore.md, Access). */
class AclTest {

    private static final String SPACE = "shared";
    private static final byte[] HELLO = "hello".getBytes(UTF_8);

    @TempDir
    Path directory;

    private TestNode node;
    private ContentStore root;
    private ContentStore ann;

    @BeforeEach
    void start() throws Exception {
        node = new TestNode(directory);
        root = node.client("disk");
        ann = node.manager("annkey", "ann:secret").getContentStore(TestNode.id("disk"), 0);
        root.createSpace(SPACE);
        StoreClientTest.add(root, SPACE, "a", HELLO, Map.of());
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private static Map<String, AclType> only(String name, AclType right) {
        return Map.of(name, right);
    }

    private void assertAnnSeesNothing() throws ContentStoreException {
        assertThatThrownBy(() -> ann.getContent(SPACE, "a")).isInstanceOf(UnauthorizedException.class);
        assertThatThrownBy(() -> ann.getSpaceACLs(SPACE)).isInstanceOf(UnauthorizedException.class);
        assertThat(ann.getSpaces()).doesNotContain(SPACE);
    }

    @Test
    void aNewSpaceIsItsMakersAlone() throws Exception {
        assertThat(root.getSpaceACLs(SPACE)).isEqualTo(only("Administrator", AclType.WRITE));
        assertAnnSeesNothing();
    }

    @Test
    void listsComeBackAsTheyWereSet() throws Exception {
        Map<String, AclType> mixed = Map.of(
                "ann", AclType.READ,
                "Administrator", AclType.WRITE,
                "group-curators", AclType.WRITE,
                "group-public", AclType.READ);
        for (Map<String, AclType> list : List.of(mixed, only("ann", AclType.WRITE))) {
            root.setSpaceACLs(SPACE, list);
            assertThat(root.getSpaceACLs(SPACE)).isEqualTo(list);
            assertThat(ann.getSpaceACLs(SPACE)).isEqualTo(list);
        }
        root.setSpaceACLs(SPACE, Map.of());
        assertThat(root.getSpaceACLs(SPACE)).isEqualTo(only("Administrator", AclType.WRITE));
        assertAnnSeesNothing();
    }

    @Test
    void whoMayReadSeesTheSpaceAndChangesNothing() throws Exception {
        root.setSpaceACLs(SPACE, only("ann", AclType.READ));
        assertThat(ann.getSpaces()).contains(SPACE);
        assertThat(ann.getSpaceContents(SPACE)).toIterable().containsExactly("a");
        assertThat(ann.getContent(SPACE, "a").getStream()).hasBinaryContent(HELLO);
        assertThat(ann.getContentProperties(SPACE, "a")).containsEntry(ContentStore.CONTENT_SIZE, "5");
        assertThatThrownBy(() -> StoreClientTest.add(ann, SPACE, "a", new byte[3], Map.of()))
                .isInstanceOf(UnauthorizedException.class);
        assertThatThrownBy(() -> ann.deleteContent(SPACE, "a")).isInstanceOf(UnauthorizedException.class);
        assertThatThrownBy(() -> ann.setContentProperties(SPACE, "a", Map.of("k", "v")))
                .isInstanceOf(UnauthorizedException.class);
        assertThatThrownBy(() -> ann.deleteSpace(SPACE)).isInstanceOf(UnauthorizedException.class);
        assertThatThrownBy(() -> ann.setSpaceACLs(SPACE, only("ann", AclType.WRITE)))
                .isInstanceOf(UnauthorizedException.class);
        assertThat(root.getSpaceACLs(SPACE)).isEqualTo(only("ann", AclType.READ));
        assertThat(root.getContent(SPACE, "a").getStream()).hasBinaryContent(HELLO);
    }

    @Test
    void whoMayWriteChangesContentsButNotTheSpace() throws Exception {
        root.setSpaceACLs(SPACE, only("group-curators", AclType.WRITE));
        StoreClientTest.add(ann, SPACE, "b", HELLO, Map.of("k", "v"));
        ann.copyContent(SPACE, "b", SPACE, "c");
        ann.setContentProperties(SPACE, "c", Map.of("k", "w"));
        ann.deleteContent(SPACE, "b");
        assertThatThrownBy(() -> ann.deleteSpace(SPACE)).isInstanceOf(UnauthorizedException.class);
        assertThat(root.getSpaceContents(SPACE)).toIterable().containsExactly("a", "c");
    }

    @Test
    void whatCannotBeSharedIsRefusedAndChangesNothing() throws Exception {
        root.setSpaceACLs(SPACE, only("ann", AclType.READ));
        assertThatThrownBy(() -> root.setSpaceACLs(SPACE, only("nobody", AclType.READ)))
                .isInstanceOf(ContentStoreException.class)
                .hasMessageContaining("nobody");
        assertThatThrownBy(() -> root.setSpaceACLs(SPACE, only("group-nobody", AclType.READ)))
                .isInstanceOf(ContentStoreException.class)
                .hasMessageContaining("curators");
        assertThatThrownBy(() -> root.setSpaceACLs(SPACE, only("Administrator", AclType.READ)))
                .isInstanceOf(ContentStoreException.class);
        assertThatThrownBy(() -> root.setSpaceACLs("no-space", only("ann", AclType.READ)))
                .isInstanceOf(NotFoundException.class);
        assertThat(root.getSpaceACLs(SPACE)).isEqualTo(only("ann", AclType.READ));
    }
}

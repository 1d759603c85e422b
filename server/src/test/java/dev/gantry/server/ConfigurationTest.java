package dev.gantry.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.MapBinder;
import dev.gantry.domain.GroupName;
import dev.gantry.domain.Role;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.Versioning;
import dev.gantry.file.FileProvider;
import dev.gantry.file.FileProviderFactory;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.ports.spi.ProviderFactory;
import dev.gantry.ports.spi.StorageProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {

    @TempDir
    private Path temp;

    private NodeConfig load(String text) throws IOException {
        Path file = temp.resolve("node.conf");
        Files.writeString(file, text);
        return NodeConfig.load(temp, Optional.of(file));
    }

    @Test
    void withoutAFileThereIsOneStoreInTheDataDirectory() {
        NodeConfig config = NodeConfig.load(temp, Optional.empty());

        assertThat(config.users()).isEmpty();
        assertThat(config.stores())
                .containsExactly(Map.entry(
                        new StoreId("primary"),
                        new NodeConfig.StoreConfig(
                                "file",
                                Versioning.KEEP_LATEST,
                                Map.of("path", temp.resolve("store").toString()))));
    }

    @Test
    void everySettingOfUsersStoresAndEngineIsRead() throws IOException {
        NodeConfig config = load("""
                gantry {
                  users = [{name = ann, role = user, access-key = a, secret-key = s, groups = [curators]}]
                  primary-store = b
                  stores.b { type = file, path = /b }
                  engine.free-space-floor = 1 GiB
                }
                """);

        assertThat(config.users()).singleElement().satisfies(account -> {
            assertThat(account.user().name()).isEqualTo("ann");
            assertThat(account.user().role()).isEqualTo(Role.USER);
        });
        assertThat(config.groups()).isEqualTo(Map.of("ann", Set.of(new GroupName("curators"))));
        assertThat(config.stores().keySet()).containsExactly(new StoreId("b"), new StoreId("primary"));
        assertThat(config.engine().freeSpaceFloor()).isEqualTo(1L << 30);
    }

    @Test
    void accountsKnowTheGroupsOfTheConfiguration() throws IOException {
        NodeConfig config = load("""
                gantry.users = [
                  {name = ann, role = user, access-key = a, secret-key = s, groups = [curators, editors]}
                  {name = bob, role = user, access-key = b, secret-key = s}
                ]
                """);
        NodeAccounts accounts = new NodeAccounts(config.users(), config.groups());
        GroupName curators = new GroupName("curators");
        GroupName editors = new GroupName("editors");
        assertThat(accounts.groups()).containsExactlyInAnyOrder(curators, editors);
        assertThat(accounts.groupsOf(config.users().get(0).user().id())).containsExactlyInAnyOrder(curators, editors);
        assertThat(accounts.groupsOf(config.users().get(1).user().id())).isEmpty();
        NodeConfig wrong =
                load("gantry.users = [{name = ann, role = user, access-key = a, secret-key = s, groups = [\"a b\"]}]");
        assertThatThrownBy(wrong::groups).isInstanceOf(UsageException.class).hasMessageContaining("a b");
    }

    @Test
    void whatIsNoSettingIsRefusedByName() {
        assertThatThrownBy(() -> load("gantry.engine.slotz = 3"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("gantry.engine.slotz");
        assertThatThrownBy(() -> load("gantry { primary-store = nowhere }").stores())
                .hasMessageContaining("nowhere");
        assertThatThrownBy(() -> load("gantry { broken")).isInstanceOf(UsageException.class);
    }

    /** A second kind of the name that adapter-file has. */
    private static final class Other implements ProviderFactory {
        @Override
        public String type() {
            return "file";
        }

        @Override
        public StorageProvider create(StoreId id, Map<String, String> settings, DurableWrites writes) {
            return FileProvider.at(id, Path.of(settings.get("path") + "-other"), writes);
        }
    }

    @Test
    void twoKindsOfOneNameFailNamingBothUnlessOneIsBound() {
        List<ProviderFactory> both = List.of(new FileProviderFactory(), new Other());

        assertThatThrownBy(() -> new StoreFactories(both, Map.of()))
                .hasMessageContaining(FileProviderFactory.class.getName())
                .hasMessageContaining(Other.class.getName());
        assertThat(new StoreFactories(both, Map.of("file", new Other()))).isNotNull();
    }

    @Test
    void aTypeThatNobodyKnowsFailsNamingStoreAndType() throws IOException {
        StoreFactories factories = StoreFactories.discover(Map.of());
        NodeConfig.StoreConfig store =
                load("gantry.stores.tape { type = tape }").stores().get(new StoreId("tape"));

        assertThatThrownBy(() -> factories.create(new StoreId("tape"), store, temp, DurableWrites.DIRECT))
                .hasMessageContaining("tape")
                .hasMessageContaining("durastore, file");
    }

    @Test
    void anExplicitBindingReplacesADiscoveredKind() throws IOException {
        AbstractModule module = new AbstractModule() {
            @Override
            protected void configure() {
                MapBinder.newMapBinder(binder(), String.class, ProviderFactory.class)
                        .addBinding("file")
                        .to(Other.class);
            }
        };
        DataDirectory data = DataDirectory.hold(temp.resolve("data"), "test", DurableWrites.DIRECT)
                .orElseThrow();
        try (Composition composition =
                Composition.start(data, Optional.empty(), Map.of(), DurableWrites.DIRECT, module)) {
            assertThat(composition.data().path().resolve("store-other")).exists();
            assertThat(composition.data().path().resolve("store")).doesNotExist();
        }
    }
}

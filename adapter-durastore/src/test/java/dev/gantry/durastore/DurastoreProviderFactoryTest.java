package dev.gantry.durastore;

import static dev.gantry.tck.Await.await;
import static dev.gantry.tck.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.StoreId;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.ports.spi.ProviderFactory;
import dev.gantry.ports.spi.StorageProvider;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stores of type durastore out of a node's settings. */
class DurastoreProviderFactoryTest {

    private static final Map<String, String> SETTINGS =
            Map.of("url", "http://127.0.0.1:1/durastore", "user", FakeDuraStore.USER, "password", "secret-word");

    private static StorageProvider create(String name, String value) {
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.put(name, value);
        ProviderFactory factory = ServiceLoader.load(ProviderFactory.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(found -> found.type().equals("durastore"))
                .findFirst()
                .orElseThrow();
        return factory.create(new StoreId("remote"), settings, DurableWrites.DIRECT);
    }

    @Test
    void isFoundByItsTypeAndConnectsOnlyWhenItIsChecked() throws IOException {
        try (StorageProvider nobody = create("max-content", "5000")) {
            assertThat(nobody.limits().largestBlob()).isEqualTo(5000);
            assertThat(failure(nobody.check())).isInstanceOf(ProviderException.Unavailable.class);
        }
        try (FakeDuraStore fake = new FakeDuraStore(FakeVersion.V8)) {
            String url = "http://127.0.0.1:" + fake.port();
            try (StorageProvider wrong = create("url", url)) {
                assertThat(failure(wrong.check()))
                        .isInstanceOf(ProviderException.Rejected.class)
                        .hasMessageContaining("401")
                        .hasMessageNotContaining("secret-word");
            }
            Map<String, String> settings = new HashMap<>(SETTINGS);
            settings.putAll(Map.of("url", url, "password", FakeDuraStore.PASSWORD, "store-id", "2"));
            try (StorageProvider right =
                    new DurastoreProviderFactory().create(new StoreId("remote"), settings, DurableWrites.DIRECT)) {
                await(right.check());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "url,'',url is missing",
        "url,ftp://host/durastore,http",
        "url,http://host/durastore?a=b,http://HOST:PORT",
        "user,'',user is missing",
        "password,'',password is missing",
        "max-content,0,at least 1 byte",
        "max-content,a lot,number of bytes",
        "dialect,soap,'auto, legacy, xml or json'",
        "writer,Not Me,a-z",
        "path,/tmp,unknown setting path"
    })
    void whatCannotBeIsRefusedByName(String name, String value, String message) {
        assertThatThrownBy(() -> create(name, value))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("store remote")
                .hasMessageContaining(message)
                .hasMessageNotContaining("secret-word");
    }
}

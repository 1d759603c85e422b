package dev.gantry.durastore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.BlobLayout;
import dev.gantry.domain.BucketName;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.StoreId;
import dev.gantry.engine.MemoryProvider;
import dev.gantry.tck.TestObjects;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Manifests of spaces with a content that has no MD5 of its own and cannot be read: our fake's Glacier is the store. */
class ManifestTest {

    private static final String SPACE = "cold";
    private static final byte[] FILM = TestObjects.bytes(25, 1);
    private static final String LAST_HTTP_CHUNK = "\r\n0\r\n\r\n";

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private FakeDuraStore fake;
    private FakeSpaces account;
    private TestNode node;

    @BeforeEach
    void start() throws IOException {
        fake = new FakeDuraStore(FakeVersion.V8);
        account = fake.account("2");
        DurastoreProvider glacier = Driven.provider(fake.reach(Optional.of("2")), account::time);
        node = new TestNode(glacier, new MemoryProvider(new StoreId("second"), threads));
        node.gateway(TestNode.ROOT)
                .buckets()
                .create(new BucketName(SPACE), Optional.empty())
                .toCompletableFuture()
                .join();
        put(glacier, "a", BlobLayout.whole(25));
        put(glacier, "film", new BlobLayout(25, 10));
    }

    private static void put(DurastoreProvider to, String name, BlobLayout layout) {
        TestObjects.put(to.objects(), TestObjects.spec(ObjectKey.of(SPACE, name), layout), FILM);
    }

    @AfterEach
    void stop() {
        node.close();
        fake.close();
        threads.shutdownNow();
    }

    private String manifest() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
            socket.setSoTimeout(30_000);
            String basic = Base64.getEncoder().encodeToString("rootkey:rootsecret".getBytes(UTF_8));
            String request = "GET /durastore/manifest/" + SPACE + " HTTP/1.1\r\nHost: node\r\nConnection: close\r\n"
                    + "Authorization: Basic " + basic + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private void archive() {
        account.contents(SPACE).forEach((id, content) -> {
            if (id.contains(".dura-chunk-")) {
                account.put(SPACE, id, content.archived(true));
            }
        });
    }

    private void restore() {
        account.contents(SPACE).keySet().forEach(id -> account.restore(SPACE, id));
        account.pass(Duration.ofHours(6));
    }

    @Test
    void isCutOffWhereAChecksumCannotBeKnownAndWholeOnceItCan() throws IOException {
        String md5 = RemoteContents.md5(FILM).toHex();
        archive();
        assertThat(manifest())
                .startsWith("HTTP/1.1 200 ")
                .doesNotContain("cold\tfilm\t")
                .doesNotEndWith(LAST_HTTP_CHUNK);
        restore();
        assertThat(manifest())
                .contains("cold\ta\t" + md5 + "\n", "cold\tfilm\t" + md5 + "\n")
                .endsWith(LAST_HTTP_CHUNK);
    }
}

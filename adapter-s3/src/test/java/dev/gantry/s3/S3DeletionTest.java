package dev.gantry.s3;

import static dev.gantry.s3.FaultProxy.refuse;
import static dev.gantry.s3.FaultProxy.target;
import static dev.gantry.tck.Await.await;
import static dev.gantry.tck.Await.failure;
import static dev.gantry.tck.TestObjects.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.ListQuery;
import dev.gantry.domain.ObjectKey;
import dev.gantry.domain.ObjectName;
import dev.gantry.domain.StoreId;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Problem;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.payload.Streamed;
import dev.gantry.ports.spi.DurableWrites;
import dev.gantry.ports.spi.ProviderException;
import dev.gantry.transport.BlockingBody;
import dev.gantry.transport.Origin;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many objects deleted through a node; S3Proxy behind a proxy of ours that refuses some of them inside of a 200. */
class S3DeletionTest {

    private static final long SEED = Long.getLong("gantry.seed", System.nanoTime());

    private static S3Server server;
    private static int tests;

    private final Random random = new Random(SEED);

    @TempDir
    private Path temp;

    private FaultProxy proxy;
    private S3Provider provider;
    private DuraStoreFront node;
    private BucketName bucket;

    @BeforeAll
    static void start() {
        server = new S3Server();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() throws IOException {
        proxy = new FaultProxy(server.port());
        provider = S3Provider.at(
                new StoreId("cloud"),
                S3Settings.compatible(Origin.http("127.0.0.1", proxy.port()), S3Server.KEYS),
                temp.resolve("state"),
                DurableWrites.DIRECT);
        node = new DuraStoreFront(provider);
        bucket = new BucketName("deletions-" + ++tests);
        await(node.gateway().buckets().create(bucket, Optional.empty()));
    }

    @AfterEach
    void close() {
        node.close();
        proxy.close();
        assertThat(Payload.open()).as("payloads left open").isZero();
    }

    private List<ObjectName> names(int count) {
        List<ObjectName> names = IntStream.range(0, count)
                .mapToObj(i -> new ObjectName("f/%03d".formatted(i)))
                .toList();
        names.forEach(name -> put(provider.objects(), new ObjectKey(bucket, name), new byte[1]));
        return names;
    }

    private List<ObjectName> left() {
        return await(node.gateway().objects().list(bucket, ListQuery.all())).objects().stream()
                .map(object -> object.key().name())
                .toList();
    }

    @Test
    void aSpaceGoesWithItsContentsByAFewRequests() throws Exception {
        names(60);
        int before = proxy.requests();

        assertThat(node.send(HttpRequest.newBuilder().DELETE(), "/" + bucket).statusCode())
                .isEqualTo(200);

        assertThat(proxy.requests() - before).isLessThan(20);
        assertThat(failure(provider.objects().list(bucket, ListQuery.all())))
                .isInstanceOf(ProviderException.NotFound.class);
    }

    /** Stands for S3: deletes what the dice let, and refuses the others, or keeps silent of them, inside of a 200. */
    private FaultProxy.Fault dice(List<String> codes) {
        return (p, exchange) -> CompletableFuture.supplyAsync(() -> thrown(keys(exchange.body()), codes))
                .thenAccept(answer -> p.answer(
                        exchange,
                        new FaultProxy.Whole(200, FaultProxy.headers(), answer.getBytes(StandardCharsets.UTF_8))));
    }

    private String thrown(List<String> keys, List<String> codes) {
        StringBuilder answer = new StringBuilder("<DeleteResult>");
        for (String key : keys) {
            String code = codes.get(random.nextInt(codes.size()));
            if (code.isEmpty()) {
                server.sdk()
                        .deleteObject(request -> request.bucket(bucket.value()).key(key));
                answer.append("<Deleted><Key>").append(key).append("</Key></Deleted>");
            } else if (!code.equals("silent")) {
                answer.append("<Error><Key>").append(key).append("</Key><Code>").append(code);
                answer.append("</Code><Message>as the test wants it</Message></Error>");
            }
        }
        return answer.append("</DeleteResult>").toString();
    }

    private static List<String> keys(Streamed body) {
        try (BlockingBody in = new BlockingBody(body, 1 << 20, Duration.ofSeconds(20))) {
            return S3Document.read(in).all("Object").stream()
                    .map(object -> object.require("Key"))
                    .toList();
        }
    }

    @Test
    void whatFailsForTheMomentInsideOfA200IsTriedAgainWithoutTheOthers() {
        List<ObjectName> names = names(40);
        proxy.next(2, target("?delete"), dice(List.of("", "InternalError", "SlowDown", "silent")));

        assertThat(await(node.gateway().objects().delete(bucket, names)))
                .as("seed %d", SEED)
                .allMatch(Optional::isEmpty);
        assertThat(left()).isEmpty();
    }

    @Test
    void whatIsRefusedInsideOfA200IsToldOfItsObjectAlone() {
        List<ObjectName> names = names(40);
        proxy.next(9, target("?delete"), dice(List.of("", "AccessDenied")));

        List<Optional<ApiException>> ends = await(node.gateway().objects().delete(bucket, names));

        List<ObjectName> left = left();
        for (int i = 0; i < names.size(); i++) {
            assertThat(ends.get(i).isPresent())
                    .as("%s, seed %d", names.get(i), SEED)
                    .isEqualTo(left.contains(names.get(i)));
            ends.get(i)
                    .ifPresent(why ->
                            assertThat(why).hasMessageContaining("AccessDenied").hasMessageContaining("f/"));
        }
    }

    @Test
    void retriesOfAnAnswerThatNeverComesEnd() {
        List<ObjectName> names = names(3);
        proxy.next(100, target("?delete"), refuse(503, "SlowDown"));
        int before = proxy.requests();

        assertThat(await(node.gateway().objects().delete(bucket, names)))
                .allSatisfy(why -> assertThat(why).map(ApiException::problem).contains(Problem.UNAVAILABLE));

        assertThat(proxy.requests() - before).isLessThan(60);
        assertThat(left()).isEqualTo(names);
    }
}

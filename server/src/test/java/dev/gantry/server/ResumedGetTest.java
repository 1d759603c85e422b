package dev.gantry.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.BucketName;
import dev.gantry.domain.Ordering;
import dev.gantry.engine.BulkTransfer;
import dev.gantry.engine.TransferListener;
import dev.gantry.engine.TransferProgress;
import dev.gantry.engine.TransferRequest;
import dev.gantry.engine.TransferSettings;
import dev.gantry.engine.TransferSummary;
import dev.gantry.ports.api.ApiException;
import dev.gantry.ports.api.Blobs;
import dev.gantry.ports.api.Blobs.Download;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Problem;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A get through a node that lacks the beginning of an object and has its end: the job of what is left tells of no blob from
 * which the object's length could be known.
 */
@Timeout(60)
class ResumedGetTest {

    private static final int LENGTH = 2500;
    private static final int FIRST = 1000;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @TempDir
    private Path temp;

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void whatLacksAnObjectsFirstBlobIsGoneOnWith() throws Exception {
        Tree tree = Tree.at(temp.resolve("tree")).withFile("large", LENGTH, 1);
        try (ServedNode node = new ServedNode(temp.resolve("data"), "")) {
            bulk(node.gateway())
                    .put(
                            new TransferRequest.Put(
                                    new BucketName("demo"),
                                    List.of(tree.root()),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Ordering.NONE,
                                    OptionalLong.of(FIRST)),
                            TransferListener.NONE);
            CompletableFuture<Object> first = new CompletableFuture<>();
            TransferSummary cut = get(withFirstBlobs(node.gateway(), first), new TransferListener() {
                @Override
                public void progress(TransferProgress progress) {
                    if (progress.bytesDone() == LENGTH - FIRST) {
                        first.completeExceptionally(new ApiException(Problem.UNAVAILABLE, "away"));
                    }
                }
            });
            assertThat(cut.failed()).hasSize(1);
            TransferSummary again = get(node.gateway(), TransferListener.NONE);
            assertThat(again.failed()).isEmpty();
            assertThat(again.bytesMoved()).isEqualTo(FIRST);
        }
        tree.assertIsAt(temp.resolve("out"), "resumed");
    }

    private BulkTransfer bulk(Gateway gateway) {
        return new BulkTransfer(
                gateway, threads, InstantSource.system(), new TransferSettings(4, 1, Duration.ofMillis(1)));
    }

    private TransferSummary get(Gateway gateway, TransferListener listener) throws Exception {
        return bulk(gateway).get(TransferRequest.Get.of("demo", temp.resolve("out")), listener);
    }

    /** The gateway, which answers by {@code first} whenever the beginning of an object is read. */
    private static Gateway withFirstBlobs(Gateway gateway, CompletableFuture<Object> first) {
        Blobs blobs = instead(Blobs.class, gateway.blobs(), "get", arguments -> {
            Download download = (Download) arguments[0];
            return download.address().offset().orElse(0) > 0 ? Optional.empty() : Optional.of(first);
        });
        return instead(Gateway.class, gateway, "blobs", arguments -> Optional.of(blobs));
    }

    private interface Answer {
        /** Empty to leave the call to whom it was made to. */
        Optional<Object> to(Object[] arguments);
    }

    private static <T> T instead(Class<T> type, T other, String method, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (p, called, arguments) -> {
                    Optional<Object> own = called.getName().equals(method) ? answer.to(arguments) : Optional.empty();
                    try {
                        return own.isPresent() ? own.get() : called.invoke(other, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}

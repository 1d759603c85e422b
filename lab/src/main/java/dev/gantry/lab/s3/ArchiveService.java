package dev.gantry.lab.s3;

import dev.gantry.lab.s3.RestoreOperation.Asked;
import dev.gantry.transport.BlockingBody;
import dev.gantry.transport.Exchange;
import dev.gantry.transport.HttpServer;
import dev.gantry.transport.Reply;
import dev.gantry.transport.ServerSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;

/**
 * A simulated S3 with the archive classes that holds everything in memory (docs/glacier.md, The simulated service). It is
 * strict: what AWS would refuse it refuses, and it compares every checksum; signatures it only looks for. Thread-safe.
 */
public final class ArchiveService implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long MAX_BODY = 1L << 30;

    private final LabState state;
    private final Routes routes;
    private final ExecutorService threads;
    private final List<LoggedRequest> log = new ArrayList<>(); // guarded by state
    private final HttpServer server;

    private ArchiveService(InetSocketAddress address, InstantSource clock, ExecutorService threads) throws IOException {
        this.state = new LabState(clock);
        this.routes = new Routes(state);
        this.threads = threads;
        this.server = HttpServer.start(ServerSettings.defaults(threads, threads), address, this::handle);
    }

    /**
     * Listens at {@code address}, port 0 taking a free one.
     *
     * @param clock the service's own time: how far restores are and when copies end follows from it alone
     * @param threads where bodies are read; not closed with the service
     */
    public static ArchiveService start(InetSocketAddress address, InstantSource clock, ExecutorService threads)
            throws IOException {
        return new ArchiveService(address, clock, threads);
    }

    public int port() {
        return server.port();
    }

    /** Makes a bucket, if it is not there. */
    public void createBucket(String name) {
        synchronized (state) {
            if (!state.buckets().containsKey(name)) {
                state.create(name);
            }
        }
    }

    /** Puts an object there without a request, as somebody else would have; {@code bytes} are not copied. */
    public void place(String bucket, String key, LabStorageClass storageClass, byte[] bytes) {
        synchronized (state) {
            state.bucket(bucket).objects().put(key, new ObjectOperations(state).object(bytes, storageClass, Map.of()));
        }
    }

    /** Whether Expedited restores find capacity, as they do at first. */
    public void expeditedCapacity(boolean available) {
        synchronized (state) {
            state.expedited(available);
        }
    }

    /** Refuses the next so many requests with SlowDown. */
    public void throttle(int requests) {
        synchronized (state) {
            state.throttle(requests);
        }
    }

    /** Every request that was answered, in order. */
    public List<LoggedRequest> log() {
        synchronized (state) {
            return List.copyOf(log);
        }
    }

    private void handle(Exchange exchange) {
        threads.execute(() -> exchange.respond(answer(exchange)));
    }

    private Reply answer(Exchange exchange) {
        try (BlockingBody body = new BlockingBody(exchange.body(), MAX_BODY, PATIENCE)) {
            return answer(S3Request.of(exchange, body.readAllBytes()));
        } catch (S3Refusal e) {
            return refused(exchange, e.status(), e.code(), e.getMessage());
        } catch (IOException e) {
            return refused(exchange, 400, "IncompleteBody", String.valueOf(e.getMessage()));
        }
    }

    private static Reply refused(Exchange exchange, int status, String code, String message) {
        return LabReplies.error(
                exchange.method(), status, Xml.error().text("Code", code).text("Message", message));
    }

    private Reply answer(S3Request request) {
        synchronized (state) {
            Routes.Route route = routes.find(request);
            try {
                state.requirePace();
                requireSigned(request);
                Reply reply = route.work().run(request);
                note(request, route, reply.status(), "");
                return reply;
            } catch (S3Refusal e) {
                note(request, route, e.status(), e.code());
                return LabReplies.error(request, e);
            }
        }
    }

    private static void requireSigned(S3Request request) {
        if (request.header("Authorization")
                .filter(a -> a.startsWith("AWS4-HMAC-SHA256 Credential="))
                .isEmpty()) {
            throw new S3Refusal(403, "AccessDenied", "Access Denied");
        }
    }

    private void note(S3Request request, Routes.Route route, int status, String code) {
        boolean restore = route.operation().equals("RestoreObject") && !code.equals("MalformedXML");
        String tier = restore ? Asked.of(request).tier().wireName() : "";
        int days = restore ? Asked.of(request).days() : 0;
        log.add(new LoggedRequest(
                state.now(), route.operation(), request.bucket(), request.key(), status, code, tier, days));
    }

    /** Cuts what runs; what was stored is gone. */
    @Override
    public void close() {
        server.close();
    }
}

package dev.gantry.transport;

import dev.gantry.ports.payload.Streamed;
import io.netty.handler.codec.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request of a {@link ServerConnection}. */
final class ServerExchange implements Exchange {

    private static final Logger LOG = LoggerFactory.getLogger(ServerExchange.class);

    private final ServerConnection connection;
    private final HttpRequest request;
    private final Headers headers;
    private final long length;
    private final BodySource source;
    private final AtomicBoolean taken = new AtomicBoolean();
    private final AtomicBoolean responded = new AtomicBoolean();
    private final List<Runnable> onEnd = new ArrayList<>(2); // guarded by itself, as is ended
    private boolean ended;

    ServerExchange(ServerConnection connection, HttpRequest request, Headers headers, long length, BodySource source) {
        this.connection = connection;
        this.request = request;
        this.headers = headers;
        this.length = length;
        this.source = source;
    }

    HttpRequest request() {
        return request;
    }

    boolean hasResponded() {
        return responded.get();
    }

    /** The answer is out, or cannot go out any more. */
    void end() {
        List<Runnable> actions;
        synchronized (onEnd) {
            ended = true;
            actions = List.copyOf(onEnd);
            onEnd.clear();
        }
        actions.forEach(ServerExchange::run);
    }

    @Override
    public String method() {
        return request.method().name();
    }

    @Override
    public String target() {
        return request.uri();
    }

    @Override
    public Headers headers() {
        return headers;
    }

    @Override
    public String peer() {
        return String.valueOf(connection.context().channel().remoteAddress());
    }

    @Override
    public Streamed body() {
        if (!taken.compareAndSet(false, true)) {
            throw new IllegalStateException("a request's body can be taken once");
        }
        return new Streamed(length, source);
    }

    @Override
    public boolean isGone() {
        return !connection.context().channel().isActive();
    }

    @Override
    public void onEnd(Runnable action) {
        synchronized (onEnd) {
            if (!ended) {
                onEnd.add(action);
                return;
            }
        }
        run(action);
    }

    @Override
    public void respond(Reply reply) {
        if (!responded.compareAndSet(false, true)) {
            Replies.discard(reply);
            throw new IllegalStateException("a request can be answered once");
        }
        connection.onLoop(() -> connection.respond(this, reply));
    }

    private static void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.error("an action at the end of an exchange failed", e);
        }
    }
}

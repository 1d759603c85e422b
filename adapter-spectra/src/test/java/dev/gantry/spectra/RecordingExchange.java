package dev.gantry.spectra;

import dev.gantry.ports.payload.Streamed;
import dev.gantry.transport.Exchange;
import dev.gantry.transport.Headers;
import dev.gantry.transport.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One request without a connection; keeps the reply. */
final class RecordingExchange implements Exchange {

    private final String method;
    private final String target;
    private final Headers headers;
    private final List<Runnable> onEnd = new ArrayList<>();
    private Reply reply;

    RecordingExchange(String method, String target, Headers headers) {
        this.method = method;
        this.target = target;
        this.headers = headers;
    }

    Reply reply() {
        return reply;
    }

    String text() {
        return new String(((Reply.Bytes) reply.body()).bytes(), StandardCharsets.UTF_8);
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String target() {
        return target;
    }

    @Override
    public Headers headers() {
        return headers;
    }

    @Override
    public String peer() {
        return "nowhere";
    }

    @Override
    public Streamed body() {
        throw new AssertionError("a refused request's body is not touched");
    }

    @Override
    public boolean isGone() {
        return false;
    }

    @Override
    public void onEnd(Runnable action) {
        onEnd.add(action);
    }

    @Override
    public void respond(Reply given) {
        if (reply != null) {
            throw new IllegalStateException("answered twice");
        }
        reply = given;
        onEnd.forEach(Runnable::run);
    }
}

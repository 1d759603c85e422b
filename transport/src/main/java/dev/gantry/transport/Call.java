package dev.gantry.transport;

import dev.gantry.ports.payload.Payload;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A request on its way to an answer. Its state is handed from one connection's event loop to the next. */
final class Call {

    private static final Set<String> WITH_LENGTH = Set.of("PUT", "POST", "PATCH");
    private static final Set<String> NOT_REPEATABLE = Set.of("POST", "PATCH");

    private final Request request;
    private final HttpRequest head;
    private final long length;
    private final boolean expects;
    private final Optional<EventLoop> loop;
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private boolean repeated;
    private boolean bodyStarted;

    /** Fails with {@link IllegalArgumentException} if a header cannot be sent. {@code loop} would carry it best. */
    Call(Request request, Origin to, long continueAbove, Optional<EventLoop> loop) {
        this.request = request;
        this.loop = loop;
        this.length = request.body().map(Payload::length).orElse(0L);
        if (length < 0) {
            throw new IllegalArgumentException("the body of a request must know its length");
        }
        this.expects = length > continueAbove;
        this.head = head(to);
    }

    private HttpRequest head(Origin to) {
        HttpRequest made =
                new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.valueOf(request.method()), request.target());
        HeaderFields.write(request.headers(), made.headers());
        if (!made.headers().contains(HttpHeaderNames.HOST)) {
            made.headers().set(HttpHeaderNames.HOST, to.host());
        }
        if (request.body().isPresent() || WITH_LENGTH.contains(request.method())) {
            made.headers().set(HttpHeaderNames.CONTENT_LENGTH, length);
        }
        if (expects) {
            made.headers().set(HttpHeaderNames.EXPECT, HttpHeaderValues.CONTINUE);
        }
        return made;
    }

    HttpRequest head() {
        return head;
    }

    /** The event loop that moves the other end of what this moves, if there is one. */
    Optional<EventLoop> loop() {
        return loop;
    }

    boolean isHead() {
        return head.method().equals(HttpMethod.HEAD);
    }

    boolean expects() {
        return expects;
    }

    Request request() {
        return request;
    }

    CompletableFuture<Answer> answer() {
        return answer;
    }

    void bodyStarts() {
        bodyStarted = true;
    }

    /** Whether the request may go out again, on a fresh connection, after a kept one died under it; once. */
    boolean repeat() {
        boolean may = !repeated && !bodyStarted && !NOT_REPEATABLE.contains(request.method());
        repeated = true;
        return may;
    }

    /** Hands over the answer, or closes it if nobody waits any more. */
    void complete(Answer with) {
        if (!answer.complete(with)) {
            with.close();
        }
    }

    void fail(IOException why) {
        request.body().ifPresent(Payload::close);
        answer.completeExceptionally(why);
    }
}

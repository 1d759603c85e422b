package dev.gantry.transport;

import dev.gantry.ports.payload.Payload;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** What is the same for every reply of a server. */
final class Replies {

    private Replies() {}

    static Reply text(int status, String text) {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        Headers headers = Headers.builder()
                .add("Content-Type", "text/plain; charset=utf-8")
                .build();
        return new Reply(status, headers, new Reply.Bytes(bytes));
    }

    /** Gives back what a reply holds that goes nowhere. */
    static void discard(Reply reply) {
        if (reply.body() instanceof Reply.Payloads payloads) {
            payloads.payloads().forEach(Payload::close);
            Evidence.tell(payloads.delivery(), Reply.Delivery::failed);
        }
    }

    /** Whether the answer may carry bytes at all. */
    static boolean carriesBody(HttpRequest request, Reply reply) {
        return !request.method().equals(HttpMethod.HEAD) && reply.status() != 204 && reply.status() != 304;
    }

    /** The head of {@code reply}; fails with {@link IllegalArgumentException} on what cannot stand in one. */
    static HttpResponse head(HttpRequest request, Reply reply, boolean close, Instant now) {
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(reply.status()));
        HeaderFields.write(reply.headers(), head.headers());
        head.headers().set(HttpHeaderNames.DATE, HttpDate.format(now));
        if (close) {
            head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        long length = length(reply.body());
        if (length >= 0) {
            boolean silent = reply.status() == 204 || (reply.status() == 304 && length == 0);
            if (!silent) {
                head.headers().set(HttpHeaderNames.CONTENT_LENGTH, length);
            }
        } else if (request.protocolVersion().equals(HttpVersion.HTTP_1_1) && carriesBody(request, reply)) {
            head.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        return head;
    }

    private static long length(Reply.Body body) {
        if (body instanceof Reply.Empty empty) {
            return empty.length();
        }
        if (body instanceof Reply.Bytes bytes) {
            return bytes.bytes().length;
        }
        return body instanceof Reply.Payloads payloads ? sum(payloads.payloads()) : -1;
    }

    /** The bytes of all payloads together. */
    static long sum(List<Payload> payloads) {
        long sum = 0;
        for (Payload payload : payloads) {
            if (payload.length() < 0) {
                throw new IllegalArgumentException("a payload to send must know its length");
            }
            sum = Math.addExact(sum, payload.length());
        }
        return sum;
    }
}

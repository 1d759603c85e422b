package dev.gantry.transport;

import dev.gantry.ports.payload.Streamed;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.Optional;

/** Which requests are answered by the transport itself: those whose body two readers could find in different places. */
record RequestCheck(int maxHeadBytes) {

    private static final int MAX_DIGITS = 18; // of a length
    private static final String LENGTH = HttpHeaderNames.CONTENT_LENGTH.toString();
    private static final String ENCODING = HttpHeaderNames.TRANSFER_ENCODING.toString();
    private static final String HOST = HttpHeaderNames.HOST.toString();

    /** Why a request gets no handler. */
    record Refusal(int status, String reason) {}

    Optional<Refusal> refusal(HttpRequest request, Headers headers) {
        if (request.decoderResult().isFailure()) {
            return Optional.of(undecoded(request.decoderResult().cause()));
        }
        if (request.protocolVersion().majorVersion() != 1) {
            return refuse(505, "only HTTP/1.1 and HTTP/1.0 are spoken here");
        }
        if (headBytes(request, headers) > maxHeadBytes) {
            return Optional.of(tooLarge());
        }
        boolean old = !request.protocolVersion().equals(HttpVersion.HTTP_1_1);
        Optional<Refusal> framing = framing(headers, old);
        return framing.isPresent() ? framing : host(headers, old);
    }

    /** The length of an accepted request's body. */
    static long bodyLength(HttpRequest request) {
        if (HttpUtil.isTransferEncodingChunked(request)) {
            return Streamed.UNKNOWN;
        }
        String length = request.headers().get(HttpHeaderNames.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length.strip());
    }

    private Refusal undecoded(Throwable cause) {
        boolean tooLong = cause instanceof TooLongHttpLineException || cause instanceof TooLongHttpHeaderException;
        return tooLong ? tooLarge() : new Refusal(400, "this is not HTTP/1.1: " + cause.getMessage());
    }

    private Refusal tooLarge() {
        return new Refusal(431, "the request's line and headers are larger than " + maxHeadBytes + " bytes");
    }

    private static Optional<Refusal> framing(Headers headers, boolean old) {
        int lengths = headers.count(LENGTH);
        int encodings = headers.count(ENCODING);
        if (encodings > 0 && lengths > 0) {
            return refuse(400, "Content-Length and Transfer-Encoding exclude each other");
        }
        if (lengths > 1 || (lengths == 1 && !isLength(value(headers, LENGTH)))) {
            return refuse(400, "Content-Length must be given once, as a number of bytes");
        }
        boolean chunked = encodings == 1 && value(headers, ENCODING).equalsIgnoreCase("chunked");
        if (encodings > 0 && (old || !chunked)) {
            return refuse(400, "the only Transfer-Encoding taken is chunked, in HTTP/1.1");
        }
        return Optional.empty();
    }

    private static String value(Headers headers, String name) {
        return headers.first(name).orElseThrow().strip();
    }

    private static boolean isLength(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= MAX_DIGITS;
    }

    private static Optional<Refusal> host(Headers headers, boolean old) {
        int hosts = headers.count(HOST);
        return hosts > 1 || (!old && hosts == 0) ? refuse(400, "one Host header is required") : Optional.empty();
    }

    private static long headBytes(HttpRequest request, Headers headers) {
        return headers.bytes()
                + request.uri().length()
                + request.method().name().length();
    }

    private static Optional<Refusal> refuse(int status, String reason) {
        return Optional.of(new Refusal(status, reason));
    }
}

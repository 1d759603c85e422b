package dev.gantry.transport;

import dev.gantry.ports.payload.Streamed;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which requests are answered by the transport itself: those whose body two readers could find in different places. */
record RequestCheck(int maxHeadBytes) {

    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
    private static final int FIELD_OVERHEAD = 4; // colon, space and line end

    /** Why a request gets no handler. */
    record Refusal(int status, String reason) {}

    Optional<Refusal> refusal(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return Optional.of(undecoded(request.decoderResult().cause()));
        }
        if (request.protocolVersion().majorVersion() != 1) {
            return refuse(505, "only HTTP/1.1 and HTTP/1.0 are spoken here");
        }
        if (headBytes(request) > maxHeadBytes) {
            return Optional.of(tooLarge());
        }
        return framing(request).or(() -> host(request));
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

    private static Optional<Refusal> framing(HttpRequest request) {
        HttpHeaders headers = request.headers();
        List<String> lengths = headers.getAll(HttpHeaderNames.CONTENT_LENGTH);
        List<String> encodings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (!encodings.isEmpty() && !lengths.isEmpty()) {
            return refuse(400, "Content-Length and Transfer-Encoding exclude each other");
        }
        if (lengths.size() > 1
                || lengths.stream().anyMatch(l -> !LENGTH.matcher(l.strip()).matches())) {
            return refuse(400, "Content-Length must be given once, as a number of bytes");
        }
        boolean chunked = encodings.size() == 1 && encodings.get(0).strip().equalsIgnoreCase("chunked");
        if (!encodings.isEmpty() && !(chunked && request.protocolVersion().equals(HttpVersion.HTTP_1_1))) {
            return refuse(400, "the only Transfer-Encoding taken is chunked, in HTTP/1.1");
        }
        return Optional.empty();
    }

    private static Optional<Refusal> host(HttpRequest request) {
        int hosts = request.headers().getAll(HttpHeaderNames.HOST).size();
        boolean needed = request.protocolVersion().equals(HttpVersion.HTTP_1_1);
        return hosts > 1 || (needed && hosts == 0) ? refuse(400, "one Host header is required") : Optional.empty();
    }

    private static long headBytes(HttpRequest request) {
        long bytes = (long) request.uri().length() + request.method().name().length();
        for (var header : request.headers()) {
            bytes += (long) header.getKey().length() + header.getValue().length() + FIELD_OVERHEAD;
        }
        return bytes;
    }

    private static Optional<Refusal> refuse(int status, String reason) {
        return Optional.of(new Refusal(status, reason));
    }
}

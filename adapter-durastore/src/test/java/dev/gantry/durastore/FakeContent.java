package dev.gantry.durastore;

import dev.gantry.transport.Headers;
import dev.gantry.transport.HttpDate;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A content of the fake: bytes, type, and what else was said of it, by names in lower case without prefix. */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
record FakeContent(byte[] bytes, String type, Map<String, String> properties, Instant modified, boolean archived) {

    private static final String TOLD = "told-md5";

    /** That of its bytes, or of the bytes it had before they went bad. */
    String md5() {
        return Optional.ofNullable(properties.get(TOLD))
                .orElseGet(() -> RemoteContents.md5(bytes).toHex());
    }

    /** Other bytes, of which the store knows nothing. */
    FakeContent goneBad(byte[] instead) {
        return new FakeContent(instead, type, Map.of(TOLD, md5()), modified, archived);
    }

    FakeContent described(String otherType, Map<String, String> others, Instant now) {
        return new FakeContent(bytes, otherType, others, now, archived);
    }

    FakeContent archived(boolean yes) {
        return new FakeContent(bytes, type, properties, modified, yes);
    }

    Headers.Builder headers() {
        Headers.Builder headers = Headers.builder()
                .add("Content-Type", type)
                .add("Content-MD5", md5())
                .add("ETag", md5())
                .add("Last-Modified", HttpDate.format(modified))
                .add("Accept-Ranges", "bytes");
        properties.forEach((name, value) -> headers.add("x-dura-meta-" + name, value));
        return headers;
    }
}

package dev.gantry.transport;

import io.netty.handler.codec.http.HttpHeaders;

/** Between Netty's headers and ours. */
final class HeaderFields {

    private HeaderFields() {}

    static Headers read(HttpHeaders from) {
        Headers.Builder builder = Headers.builder();
        from.iteratorCharSequence()
                .forEachRemaining(field ->
                        builder.add(field.getKey().toString(), field.getValue().toString()));
        return builder.build();
    }

    /** Adds all fields; refuses with {@link IllegalArgumentException} what could break out of a header. */
    static void write(Headers from, HttpHeaders to) {
        from.forEach(to::add);
    }
}

package dev.gantry.durastore;

import dev.gantry.transport.Percent;

/** A content in a space of the far side, as that knows it. */
record RemoteAddress(String space, String content) {

    /** Percent-encoded, as it stands in a request's target and in the header that names what to copy. */
    String path() {
        return Percent.encodePath(space + "/" + content);
    }

    RemoteAddress sibling(String other) {
        return new RemoteAddress(space, other);
    }

    @Override
    public String toString() {
        return space + "/" + content;
    }
}

package dev.gantry.transport;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayDeque;

/**
 * The receiving half of a connection: reads only when somebody wants what would come, and keeps what one read brought
 * too much. On the connection's event loop.
 */
final class MessageReader {

    private final HttpConnection connection;
    private final ReceiveBuffers receiveBuffers;
    private final long maxDrained;
    private final ArrayDeque<HttpObject> pending = new ArrayDeque<>();

    private BodySource body;
    private long drained;
    private boolean wanted;
    private boolean draining;
    private boolean inputEnded;
    private boolean pumping;

    MessageReader(HttpConnection connection, ReceiveBuffers receiveBuffers, long maxDrained) {
        this.connection = connection;
        this.receiveBuffers = receiveBuffers;
        this.maxDrained = maxDrained;
    }

    void startBody(BodySource source) {
        body = source;
        wanted = false;
        draining = false;
        drained = 0;
        receiveBuffers.inBody(true);
    }

    /** More has come than was asked, or is wanted now. */
    void add(HttpObject message) {
        if (body != null) {
            connection.touch();
        }
        pending.add(message);
    }

    /** Nothing more will come. */
    void inputEnds() {
        inputEnded = true;
    }

    boolean inputEnded() {
        return inputEnded;
    }

    /** Whether the far side owes bytes of a body. */
    boolean isReading() {
        return wanted || draining || (body != null && body.awaitsSpliced());
    }

    boolean receivesBody() {
        return body != null;
    }

    BodySource body() {
        return body;
    }

    void demand(BodySource source) {
        if (source == body && !wanted) {
            wanted = true;
            connection.touch();
            connection.beforeBody();
            pump();
        }
    }

    void dropped(BodySource source) {
        if (source == body) {
            connection.bodyDropped();
            if (!connection.context().channel().isActive()) {
                stop();
            }
        }
    }

    /** Whether something has come that is not handled yet. */
    boolean hasUnhandled() {
        return inputEnded || !pending.isEmpty();
    }

    void splice(BodySource source, Splice with) {
        if (source != body || hasUnhandled()) {
            with.decline();
        } else {
            with.start(SplicedBody.before(connection, source, source.remaining()), source.remaining());
        }
    }

    /** Reads the rest of the body and throws it away, at most as much as the settings allow. */
    void drain() {
        draining = true;
        connection.touch();
        pump();
    }

    /** Drops what has come and whoever waits for more of it. */
    void stop() {
        pending.forEach(ReferenceCountUtil::release);
        pending.clear();
        BodySource cut = body;
        body = null;
        if (cut != null) {
            cut.cut(connection.error().orElse(null));
        }
    }

    void pump() {
        if (!pumping) {
            pumping = true;
            try {
                while (step()) {
                    // each step takes one object
                }
            } finally {
                pumping = false;
            }
        }
    }

    private boolean step() {
        HttpObject next = pending.peek();
        if (next == null) {
            return starved();
        }
        if (body == null && !connection.context().channel().isActive()) {
            ReferenceCountUtil.release(pending.poll());
            return true;
        }
        if (next instanceof HttpMessage head) {
            return headStep(head);
        }
        return contentStep((HttpContent) next);
    }

    private boolean starved() {
        if (!inputEnded) {
            if (wanted && !draining && body.goesUnread()) {
                wanted = false;
            } else if (body == null || wanted || draining) {
                connection.context().read();
            }
            return false;
        }
        if (body == null) {
            connection.endOfInput();
            return false;
        }
        BodySource cut = body;
        body = null;
        cut.cut(connection.error().orElse(null));
        connection.bodyEnded();
        return true;
    }

    private boolean headStep(HttpMessage head) {
        if (body != null || !connection.wantsHead()) {
            return false;
        }
        pending.poll();
        connection.touch();
        connection.head(head);
        return true;
    }

    private boolean contentStep(HttpContent content) {
        boolean last = content instanceof LastHttpContent;
        boolean empty = !content.content().isReadable();
        if (body != null && !wanted && !draining && !(last && empty)) {
            return false;
        }
        pending.poll();
        if (body == null) {
            content.release();
        } else if (content.decoderResult().isFailure()) {
            content.release();
            malformed(content.decoderResult().cause());
        } else {
            deliver(content, last, empty);
        }
        return true;
    }

    private void malformed(Throwable cause) {
        BodySource broken = body;
        body = null;
        IOException why = new IOException("the body breaks the rules of HTTP", cause);
        broken.fail(why);
        connection.bodyBroken(why);
    }

    private void deliver(HttpContent content, boolean last, boolean empty) {
        BodySource to = body;
        if (last) {
            body = null;
            receiveBuffers.inBody(false);
        }
        if (draining) {
            drained += content.content().readableBytes();
            content.release();
        } else if (empty) {
            content.release();
        } else {
            wanted = false;
            to.bytes(content.content());
        }
        if (last) {
            wanted = false;
            to.end();
            connection.bodyEnded();
        } else if (drained > maxDrained) {
            connection.abort(new IOException("more than " + maxDrained + " bytes were sent that nobody wanted"));
        }
    }
}

package dev.gantry.transport;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponseDecoder;

/** Decodes answers, one request at a time, and knows that the answer to HEAD has no body. */
final class AnswerDecoder extends HttpResponseDecoder {

    private boolean toHead;

    AnswerDecoder(HttpDecoderConfig config) {
        super(config);
    }

    /** The next answer is that of a HEAD request, or not. */
    void expectAnswerToHead(boolean head) {
        toHead = head;
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        return toHead || super.isContentAlwaysEmpty(message);
    }
}

package dev.gantry.transport;

import dev.gantry.domain.Checksums;
import dev.gantry.ports.payload.Digests;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.payload.Streamed;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** One connection of a client: carries one call at a time and goes back to its endpoint in between. */
final class ClientConnection extends HttpConnection {

    private static final int CONTINUE = 100;
    private static final int FIRST_FINAL = 200;

    private final ClientSettings settings;
    private final Endpoint endpoint;
    private Call call;
    private PayloadSender upload;
    private Digests digests;
    private Future<?> timer;
    private boolean used;
    private boolean heard;
    private boolean answered;
    private boolean sent;
    private boolean settling;
    private boolean settled; // whether what is known of the upload is all that happened before the answer
    private boolean keep;

    ClientConnection(ClientSettings settings, Bounds bounds, Endpoint endpoint, ReceiveBuffers receiveBuffers) {
        super(bounds, receiveBuffers, settings.idleTimeout(), 0);
        this.settings = settings;
        this.endpoint = endpoint;
    }

    /** Sends {@code next} and takes care of its answer. Any thread; the connection carries nothing else. */
    void carry(Call next) {
        onLoop(() -> {
            cancelTimer();
            call = next;
            upload = null;
            digests = new Digests(Set.of());
            heard = false;
            answered = false;
            sent = false;
            settling = false;
            settled = false;
            if (!context().channel().isActive() || inputEnded()) {
                closed(null);
                context().close();
            } else {
                begin();
            }
        });
    }

    /** Ends the connection, with whatever it carries. Any thread. */
    void close() {
        onLoop(() -> abort(new IOException("the client was closed")));
    }

    private void begin() {
        touch();
        context().pipeline().get(AnswerDecoder.class).expectAnswerToHead(call.isHead());
        context().write(call.head());
        if (call.expects()) {
            context().flush();
            timer = context()
                    .executor()
                    .schedule(this::sendBody, settings.continueTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } else {
            sendBody();
        }
        pump();
    }

    private void sendBody() {
        cancelTimer();
        Call sending = call;
        Optional<Payload> body = sending.request().body();
        if (body.isEmpty()) {
            context().writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(f -> uploaded(sending, f.cause()));
            return;
        }
        sending.bodyStarts();
        digests = new Digests(sending.request().digests());
        Optional<Digests> wanted = sending.request().digests().isEmpty() ? Optional.empty() : Optional.of(digests);
        upload = PayloadSender.send(this, List.of(body.get()), wanted);
        upload.sent().whenComplete((done, failure) -> uploaded(sending, failure));
    }

    private void uploaded(Call of, Throwable failure) {
        if (of != call) {
            return;
        }
        if (failure == null) {
            sent = true;
            touch();
        } else if (!answered) {
            abort(failure instanceof IOException io ? io : new IOException("a request was not sent", failure));
        }
    }

    @Override
    boolean wantsHead() {
        return call != null && !answered && isSettled();
    }

    /** Else an answer to the whole body could be taken for one that came before its end. */
    private boolean isSettled() {
        if (!settled && !settling) {
            settling = upload != null && upload.settle(this::settled);
            settled = !settling;
        }
        return settled;
    }

    private void settled() {
        settling = false;
        settled = true;
        pump();
    }

    @Override
    boolean waitsForPeer() {
        return call != null && !answered && (sent || timer != null);
    }

    @Override
    void head(HttpMessage head) {
        HttpResponse response = (HttpResponse) head;
        heard = true;
        int status = response.status().code();
        if (response.decoderResult().isFailure()) {
            abort(new IOException(
                    "the answer is not HTTP/1.1", response.decoderResult().cause()));
        } else if (status == CONTINUE) {
            if (timer != null) {
                sendBody();
            }
        } else if (status >= FIRST_FINAL) {
            answer(response);
        }
        ReferenceCountUtil.release(head);
    }

    private void answer(HttpResponse response) {
        answered = true;
        cancelTimer();
        keep = sent && HttpUtil.isKeepAlive(response) && isDelimited(response);
        if (!sent) {
            stopUpload();
        }
        long length = length(response);
        BodySource source = new BodySource(this, length, settings.background());
        startBody(source);
        Answer answer = new Answer(
                response.status().code(),
                HeaderFields.read(response.headers()),
                new Streamed(length, source),
                sent ? digests.finish() : Checksums.none());
        call.complete(answer);
    }

    private void stopUpload() {
        if (upload != null) {
            upload.cancel(new IOException("the far side answered before it had the request's body"));
        } else {
            call.request().body().ifPresent(Payload::close);
        }
    }

    private boolean isEmpty(HttpResponse response) {
        int status = response.status().code();
        return call.isHead() || status == 204 || status == 304;
    }

    private boolean isDelimited(HttpResponse response) {
        return isEmpty(response)
                || HttpUtil.isTransferEncodingChunked(response)
                || HttpUtil.isContentLengthSet(response);
    }

    private long length(HttpResponse response) {
        if (isEmpty(response)) {
            return 0;
        }
        String length = response.headers().get(HttpHeaderNames.CONTENT_LENGTH);
        return length == null || HttpUtil.isTransferEncodingChunked(response)
                ? Streamed.UNKNOWN
                : Long.parseLong(length.strip());
    }

    @Override
    void beforeBody() {}

    @Override
    void bodyEnded() {
        if (!keep || inputEnded()) {
            context().close();
            return;
        }
        call = null;
        used = true;
        timer = context()
                .executor()
                .schedule(
                        () -> abort(new IOException("unused")),
                        settings.keepAlive().toMillis(),
                        TimeUnit.MILLISECONDS);
        endpoint.free(this);
    }

    @Override
    void bodyBroken(IOException why) {
        abort(why);
    }

    @Override
    void bodyDropped() {
        context().close();
    }

    @Override
    void endOfInput() {
        context().close();
    }

    @Override
    void closed(Throwable cause) {
        cancelTimer();
        endpoint.gone(this);
        Call failed = answered ? null : call;
        call = null;
        if (failed == null) {
            return;
        }
        boolean stale = used && !heard && !(cause instanceof SocketTimeoutException);
        if (stale && failed.repeat()) {
            endpoint.submitAfresh(failed);
        } else {
            failed.fail(new IOException(
                    "no answer to " + failed.request().method() + " "
                            + failed.request().target(),
                    cause));
        }
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}

package dev.gantry.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of a server: answers its requests in their order, one at a time. */
final class ServerConnection extends HttpConnection {

    private static final Logger LOG = LoggerFactory.getLogger(ServerConnection.class);
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ServerSettings settings;
    private final Handler handler;
    private Evidence evidence;
    private ServerExchange current;
    private boolean answered;
    private boolean continueDue;
    private boolean closing;
    private boolean stopping;
    private boolean lingering;
    private boolean unread; // bytes may come that are never understood

    ServerConnection(ServerSettings settings, Bounds bounds, Handler handler, ReceiveBuffers receiveBuffers) {
        super(bounds, receiveBuffers, settings.idleTimeout(), settings.maxDrainedBytes());
        this.settings = settings;
        this.handler = handler;
    }

    /** Closes the connection as soon as no request is running. */
    void stop() {
        onLoop(() -> {
            stopping = true;
            if (evidence != null) { // else it is not active yet, and ends when it becomes so
                advance();
            }
        });
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        evidence = new Evidence(ctx, this::touch, this::advance);
        super.channelActive(ctx);
        if (stopping) {
            advance();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest) {
            evidence.peerWentOn();
        }
        super.channelRead(ctx, message);
    }

    @Override
    void inputShutdown() {
        evidence.peerWentOn();
    }

    @Override
    boolean wantsHead() {
        return current == null && !closing;
    }

    @Override
    boolean waitsForPeer() {
        return current == null || evidence.isOpen();
    }

    @Override
    void head(HttpMessage head) {
        HttpRequest request = (HttpRequest) head;
        Headers headers = HeaderFields.read(request.headers());
        var refusal = new RequestCheck(settings.maxHeadBytes()).refusal(request, headers);
        unread = refusal.isPresent();
        closing = unread || !HttpUtil.isKeepAlive(request) || isOld(request);
        answered = false;
        long length = refusal.isPresent() ? 0 : RequestCheck.bodyLength(request);
        continueDue = length != 0 && HttpUtil.is100ContinueExpected(request);
        BodySource source = new BodySource(this, length, settings.digests());
        current = new ServerExchange(this, request, headers, length, source);
        startBody(source);
        ReferenceCountUtil.release(head);
        refusal.ifPresentOrElse(r -> current.respond(Replies.text(r.status(), r.reason())), () -> handle(current));
    }

    private void handle(ServerExchange exchange) {
        try {
            handler.handle(exchange);
        } catch (RuntimeException e) {
            LOG.error("the handler of {} {} failed", exchange.method(), exchange.target(), e);
            if (!exchange.hasResponded()) {
                exchange.respond(Replies.text(500, "the request could not be handled"));
            }
        }
    }

    @Override
    void beforeBody() {
        if (continueDue) {
            continueDue = false;
            // past the encoder, which would take it for the answer
            context().pipeline().context(HttpResponseEncoder.class).writeAndFlush(Unpooled.wrappedBuffer(CONTINUE));
        }
    }

    void respond(ServerExchange exchange, Reply reply) {
        if (exchange != current || !context().channel().isActive()) {
            Replies.discard(reply);
            exchange.end();
            return;
        }
        closing |= stopping || continueDue || cannotDrain() || endsByClose(exchange, reply);
        continueDue = false;
        try {
            HttpResponse head = Replies.head(
                    exchange.request(), reply, closing, settings.clock().instant());
            send(exchange, head, reply);
        } catch (IllegalArgumentException | ArithmeticException e) {
            LOG.error("the answer to {} {} cannot be sent", exchange.method(), exchange.target(), e);
            Replies.discard(reply);
            respond(exchange, Replies.text(500, "the answer could not be written"));
        }
    }

    private void send(ServerExchange exchange, HttpResponse head, Reply reply) {
        context().write(head);
        boolean carried = Replies.carriesBody(exchange.request(), reply);
        CompletionStage<Void> sent = carried ? sendBody(reply.body()) : sendEnd(new byte[0]);
        if (!carried) {
            Replies.discard(reply);
        }
        sent.whenComplete((done, failure) -> sent(exchange, carried ? reply.body() : new Reply.Empty(0), failure));
    }

    private CompletionStage<Void> sendBody(Reply.Body body) {
        if (body instanceof Reply.Payloads payloads) {
            return PayloadSender.send(this, payloads.payloads()).sent();
        }
        if (body instanceof Reply.Document document) {
            return sendDocument(document);
        }
        return sendEnd(body instanceof Reply.Bytes bytes ? bytes.bytes() : new byte[0]);
    }

    private CompletionStage<Void> sendEnd(byte[] bytes) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        LastHttpContent end = bytes.length == 0
                ? LastHttpContent.EMPTY_LAST_CONTENT
                : new DefaultLastHttpContent(Unpooled.wrappedBuffer(bytes));
        context().writeAndFlush(end).addListener(f -> {
            if (f.isSuccess()) {
                sent.complete(null);
            } else {
                sent.completeExceptionally(f.cause());
            }
        });
        return sent;
    }

    private CompletionStage<Void> sendDocument(Reply.Document document) {
        context().flush();
        DocumentStream stream = new DocumentStream(this);
        try {
            settings.documents().execute(() -> stream.write(document.writer()));
        } catch (RuntimeException e) {
            stream.abandon(e);
        }
        return stream.sent();
    }

    private void sent(ServerExchange exchange, Reply.Body body, Throwable failure) {
        if (failure != null) {
            LOG.debug("the answer to {} {} was cut", exchange.method(), exchange.target(), failure);
            abort(new IOException("an answer was cut", failure));
        }
        if (body instanceof Reply.Payloads payloads) {
            if (failure == null) {
                evidence.expect(payloads.delivery());
            } else {
                Evidence.tell(payloads.delivery(), Reply.Delivery::failed);
            }
        }
        answered = true;
        exchange.end();
        advance();
    }

    /** Goes on with whatever the connection does after an answer, once nothing stands in the way. */
    private void advance() {
        boolean busy = current != null && !answered;
        if (busy || (receivesBody() && body().isRead())) {
            return;
        }
        if (closing || stopping) {
            end();
        } else if (receivesBody()) {
            drain();
        } else if (current != null) {
            current = null;
            touch();
            pump();
        } else if (inputEnded()) {
            end();
        }
    }

    /** Closes, after the far side has what was sent. */
    private void end() {
        closing = true;
        if (evidence.isOpen() || !context().channel().isActive()) {
            return;
        }
        if (lingering) {
            return;
        }
        lingering = (unread || receivesBody()) && !inputEnded();
        if (lingering) {
            stopReceiving();
            Linger.begin(context().channel());
        } else {
            context().close();
        }
    }

    @Override
    void bodyEnded() {
        advance();
    }

    @Override
    void bodyBroken(IOException why) {
        closing = true;
        unread = true;
        advance();
    }

    @Override
    void bodyDropped() {
        advance();
    }

    @Override
    void endOfInput() {
        if (current == null) {
            end();
        }
    }

    @Override
    void closed(Throwable cause) {
        evidence.connectionEnded();
        if (receivesBody() && !body().isRead()) {
            stopReceiving();
        }
        if (current != null) {
            current.end();
        }
    }

    private boolean cannotDrain() {
        return receivesBody() && !body().isRead() && body().remaining() > settings.maxDrainedBytes();
    }

    private static boolean isOld(HttpRequest request) {
        return !request.protocolVersion().equals(HttpVersion.HTTP_1_1);
    }

    private static boolean endsByClose(ServerExchange exchange, Reply reply) {
        return reply.body() instanceof Reply.Document && isOld(exchange.request());
    }
}

package dev.gantry.transport;

import dev.gantry.ports.payload.Payload;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;

/** An HTTP/1.1 client whose bodies are payloads, with kept connections (docs/transport.md). Thread-safe. */
public final class HttpClient implements AutoCloseable {

    private static final int MAX_CHUNK_BYTES = 1 << 20;

    private final ClientSettings settings;
    private final Bounds bounds;
    private final IoThreads threads;
    private final Map<Origin, Endpoint> endpoints = new ConcurrentHashMap<>();
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private volatile boolean closed;

    /** Connects to nothing yet. */
    public HttpClient(ClientSettings settings) {
        this.settings = settings;
        this.bounds = new Bounds(settings.budget(), settings.forwarding().pipes(settings.polling()));
        this.threads = IoThreads.start("gantry-http-client", settings.ioThreads(), settings.polling());
    }

    /** As {@link #send(Origin, Request)}, to an origin without TLS. */
    public CompletionStage<Answer> send(InetSocketAddress to, Request request) {
        return send(new Origin(false, to), request);
    }

    /**
     * Sends {@code request} over a kept or a new connection. Completes on an event loop, where nothing may block, when
     * the head of the answer is there; the receiver must close the answer, and closing it before the end of its body
     * closes the connection. Fails with {@link IOException} if there is no answer; a request that found its kept
     * connection dead is sent once more over a new one if it has no body or that was not begun, and is no POST.
     */
    public CompletionStage<Answer> send(Origin to, Request request) {
        try {
            Call call = new Call(request, to, settings.continueAbove(), loopFor(request));
            Endpoint endpoint = endpoints.computeIfAbsent(to, a -> new Endpoint(a, settings, this::connect));
            endpoint.submit(call);
            if (closed) {
                endpoint.close();
            }
            return call.answer();
        } catch (IllegalArgumentException e) {
            request.body().ifPresent(Payload::close);
            return CompletableFuture.failedFuture(e);
        }
    }

    /** The loop where the request's body arrives, or else that of the caller, to whom the answer's body may go on. */
    private Optional<EventLoop> loopFor(Request request) {
        return request.body()
                .flatMap(body -> body.<Optional<BodySource>>fold(
                        buffers -> Optional.empty(),
                        slice -> Optional.empty(),
                        streamed -> streamed.source().origin() instanceof BodySource source
                                ? Optional.of(source)
                                : Optional.empty()))
                .map(BodySource::loop)
                .filter(threads::mayCarry)
                .or(threads::current);
    }

    Bounds bounds() {
        return bounds;
    }

    /** What was moved since the start. */
    public BytesMoved moved() {
        return bounds.moved();
    }

    /** Cuts what runs, which fails, and waits until the event loops have ended. Not on an event loop. */
    @Override
    public void close() {
        closed = true;
        endpoints.values().forEach(Endpoint::close);
        channels.close().awaitUninterruptibly();
        threads.loops().end().awaitUninterruptibly();
        bounds.pipes().close();
    }

    private void connect(Endpoint endpoint, Call first) {
        InetSocketAddress address = endpoint.origin().address();
        try {
            if (address.isUnresolved()) {
                settings.background()
                        .execute(() -> connect(
                                endpoint, first, new InetSocketAddress(address.getHostString(), address.getPort())));
            } else {
                connect(endpoint, first, address);
            }
        } catch (RejectedExecutionException e) {
            endpoint.notConnected(first, new IOException("cannot look up " + address.getHostString(), e));
        }
    }

    private void connect(Endpoint endpoint, Call first, InetSocketAddress address) {
        if (address.isUnresolved()) {
            endpoint.notConnected(first, new IOException("no host is called " + address.getHostString()));
            return;
        }
        ReceiveBuffers receiveBuffers = new ReceiveBuffers();
        ClientConnection connection = new ClientConnection(settings, bounds, endpoint, receiveBuffers);
        bootstrap(endpoint.origin(), first, connection, receiveBuffers)
                .connect(address)
                .addListener((ChannelFuture f) -> {
                    if (f.isSuccess()) {
                        opened(endpoint, first, connection, f.channel());
                    } else {
                        endpoint.notConnected(first, new IOException("cannot connect to " + address, f.cause()));
                    }
                });
    }

    private static void opened(Endpoint endpoint, Call first, ClientConnection connection, Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            endpoint.connected(connection, first);
            return;
        }
        tls.handshakeFuture().addListener(shaken -> {
            if (shaken.isSuccess()) {
                endpoint.connected(connection, first);
            } else {
                endpoint.notConnected(first, TlsFailure.of(endpoint.origin(), shaken.cause()));
            }
        });
    }

    private Bootstrap bootstrap(Origin origin, Call first, ClientConnection connection, ReceiveBuffers receiveBuffers) {
        return new Bootstrap()
                .group(first.loop()
                        .filter(threads::mayCarry)
                        .<EventLoopGroup>map(loop -> loop)
                        .orElse(threads.loops()))
                .channel(threads.socket())
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.ALLOCATOR, AlignedBuffers.POOLED)
                .option(ChannelOption.RECVBUF_ALLOCATOR, receiveBuffers)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(settings.connectTimeout().toMillis()))
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) throws IOException {
                        channels.add(channel);
                        if (channel.eventLoop().parent() instanceof IoThreads.Loops loops && loops != threads.loops()) {
                            loops.lend(channel);
                        }
                        if (origin.tls()) {
                            channel.pipeline().addLast(tls(origin, channel), new TlsEnd(true));
                        }
                        channel.pipeline().addLast(new AnswerDecoder(decoding()), new HttpRequestEncoder(), connection);
                    }
                });
    }

    private SslHandler tls(Origin origin, Channel channel) throws IOException {
        SslHandler tls = settings.tls()
                .handler(
                        channel.alloc(),
                        origin.address().getHostString(),
                        origin.address().getPort());
        tls.setHandshakeTimeoutMillis(settings.connectTimeout().toMillis());
        return tls;
    }

    private HttpDecoderConfig decoding() {
        return new HttpDecoderConfig()
                .setMaxInitialLineLength(settings.maxHeadBytes())
                .setMaxHeaderSize(settings.maxHeadBytes())
                .setMaxChunkSize(MAX_CHUNK_BYTES)
                .setAllowDuplicateContentLengths(false);
    }
}

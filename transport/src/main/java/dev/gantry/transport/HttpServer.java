package dev.gantry.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** An HTTP/1.1 server whose bodies are payloads (docs/transport.md). Thread-safe. */
public final class HttpServer implements AutoCloseable {

    private static final byte[] FULL =
            "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_TOLD = 64;
    private static final int MAX_CHUNK_BYTES = 1 << 20;

    private final ServerSettings settings;
    private final Handler handler;
    private final Bounds bounds;
    private final IoThreads acceptor;
    private final IoThreads threads;
    private final LoopStalls stalls;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final ChannelGroup refused = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private volatile boolean stopping;
    private final Channel listener;

    private HttpServer(ServerSettings settings, InetSocketAddress address, Handler handler) throws IOException {
        this.settings = settings;
        this.handler = handler;
        this.bounds = new Bounds(settings.budget(), settings.forwarding().pipes(settings.polling()));
        this.acceptor = IoThreads.start("gantry-accept", 1, settings.polling());
        this.threads = IoThreads.start("gantry-http", settings.ioThreads(), settings.polling());
        this.stalls = LoopStalls.of(threads.loops());
        var bound = bootstrap().bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            end();
            throw new IOException(
                    "cannot listen at " + address + ": " + bound.cause().getMessage(), bound.cause());
        }
        this.listener = bound.channel();
    }

    /**
     * Listens at {@code address} (port 0 takes a free one) and hands every request to {@code handler}. Blocks until the
     * port is bound; fails with {@link IOException} if it cannot be.
     */
    public static HttpServer start(ServerSettings settings, InetSocketAddress address, Handler handler)
            throws IOException {
        return new HttpServer(settings, address, handler);
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    public int port() {
        return address().getPort();
    }

    Bounds bounds() {
        return bounds;
    }

    /** What was moved since the start. */
    public BytesMoved moved() {
        return bounds.moved();
    }

    /** How late the loops that move data have been since the start. */
    public LoopStalls stalls() {
        return stalls;
    }

    /**
     * Stops listening, closes idle connections, and every other one after its answer; what runs after {@code grace} is
     * cut. Completes when all sockets are closed and the event loops have ended. A second call changes nothing and
     * gives the same stage.
     */
    public synchronized CompletionStage<Void> stop(Duration grace) {
        if (stopping) {
            return stopped;
        }
        stopping = true;
        listener.close().addListener(closed -> {
            connections.forEach(channel -> {
                ServerConnection connection = channel.pipeline().get(ServerConnection.class);
                if (connection != null) {
                    connection.stop();
                }
            });
            Future<?> cut = GlobalEventExecutor.INSTANCE.schedule(
                    () -> connections.close(), grace.toMillis(), TimeUnit.MILLISECONDS);
            connections.newCloseFuture().addListener(all -> {
                cut.cancel(false);
                end();
            });
        });
        return stopped;
    }

    /** Stops without grace and waits for the end. Not on an event loop. */
    @Override
    public void close() {
        stop(Duration.ZERO).toCompletableFuture().join();
    }

    private void end() {
        acceptor.loops().end();
        threads.loops().end().addListener(ended -> {
            bounds.pipes().close();
            stopped.complete(null);
        });
    }

    private ServerBootstrap bootstrap() {
        return new ServerBootstrap()
                .group(acceptor.loops(), threads.loops())
                .channel(threads.listener())
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOCATOR, AlignedBuffers.POOLED)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accept(channel);
                    }
                });
    }

    private void accept(Channel channel) {
        if (connections.size() >= settings.maxConnections()) {
            refuse(channel);
            return;
        }
        connections.add(channel);
        ReceiveBuffers receiveBuffers = new ReceiveBuffers();
        channel.config().setRecvByteBufAllocator(receiveBuffers);
        channel.pipeline().addLast(new WrongProtocol(settings.tls().isPresent(), settings.maxDrainedBytes()));
        settings.tls().ifPresent(tls -> channel.pipeline().addLast(tls.handler(channel.alloc()), new TlsEnd(false)));
        channel.pipeline()
                .addLast(
                        new HttpRequestDecoder(decoding()),
                        new HttpResponseEncoder(),
                        new ServerConnection(settings, bounds, handler, receiveBuffers));
        if (stopping) {
            channel.close(); // accepted by the system before the listener was closed, and told by nobody
        }
    }

    /** Says why, as long as not too many are told at one time, and where that takes no handshake. */
    private void refuse(Channel channel) {
        if (refused.size() >= MAX_TOLD || settings.tls().isPresent()) {
            channel.close();
            return;
        }
        refused.add(channel);
        channel.writeAndFlush(Unpooled.wrappedBuffer(FULL));
        channel.pipeline().addLast(Linger.briefly(settings.maxHeadBytes()));
    }

    private HttpDecoderConfig decoding() {
        return new HttpDecoderConfig()
                .setMaxInitialLineLength(settings.maxHeadBytes())
                .setMaxHeaderSize(settings.maxHeadBytes())
                .setMaxChunkSize(MAX_CHUNK_BYTES)
                .setAllowDuplicateContentLengths(false)
                .setStrictLineParsing(true);
    }
}

package dev.gantry.transport;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.Promise;
import io.netty.util.internal.ThreadExecutorMap;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Event loops with the channel types that run on them. */
record IoThreads(Loops loops, Class<? extends ServerChannel> listener, Class<? extends Channel> socket) {

    static IoThreads start(String name, int threads, Polling polling) {
        DefaultThreadFactory factory = new DefaultThreadFactory(name, true);
        if (polling == Polling.NATIVE && Epoll.isAvailable()) {
            return new IoThreads(
                    new Loops(threads, factory, EpollIoHandler.newFactory(), EpollSocketChannel.class),
                    EpollServerSocketChannel.class,
                    EpollSocketChannel.class);
        }
        return new IoThreads(
                new Loops(threads, factory, NioIoHandler.newFactory(), NioSocketChannel.class),
                NioServerSocketChannel.class,
                NioSocketChannel.class);
    }

    /** The loop of any server or client of this process that runs the caller, if it can carry such sockets. */
    Optional<EventLoop> current() {
        return ThreadExecutorMap.currentExecutor() instanceof EventLoop loop && mayCarry(loop)
                ? Optional.of(loop)
                : Optional.empty();
    }

    /** Whether sockets of this kind may be registered at {@code loop}, which need not be one of these. */
    boolean mayCarry(EventLoop loop) {
        EventLoopGroup parent = loop.parent();
        return parent instanceof Loops group && !group.ending && group.socket == socket;
    }

    /** Event loops of this module, which others of it may use: bytes that stay on one loop wake up no other. */
    static final class Loops extends MultiThreadIoEventLoopGroup {

        private static final int LONGEST_END_S = 5;

        private final Class<? extends Channel> socket;
        private final ChannelGroup lent = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
        private volatile boolean ending;

        private Loops(int threads, ThreadFactory factory, IoHandlerFactory io, Class<? extends Channel> socket) {
            super(threads, factory, io);
            this.socket = socket;
        }

        /** A channel of somebody else that was registered here ends with these loops, or at once if they have ended. */
        void lend(Channel channel) {
            lent.add(channel);
        }

        /** Closes what was lent to others, then ends the loops. The caller's own channels are closed before. */
        Future<?> end() {
            ending = true;
            Promise<Void> ended = GlobalEventExecutor.INSTANCE.newPromise();
            lent.close();
            lent.newCloseFuture()
                    .addListener(closed -> shutdownGracefully(0, LONGEST_END_S, TimeUnit.SECONDS)
                            .addListener(down -> ended.setSuccess(null)));
            return ended;
        }
    }
}

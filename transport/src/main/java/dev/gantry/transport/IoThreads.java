package dev.gantry.transport;

import io.netty.channel.Channel;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

/** Event loops with the channel types that run on them. */
record IoThreads(
        MultiThreadIoEventLoopGroup loops, Class<? extends ServerChannel> listener, Class<? extends Channel> socket) {

    static IoThreads start(String name, int threads, Polling polling) {
        DefaultThreadFactory factory = new DefaultThreadFactory(name, true);
        if (polling == Polling.NATIVE && Epoll.isAvailable()) {
            return new IoThreads(
                    new MultiThreadIoEventLoopGroup(threads, factory, EpollIoHandler.newFactory()),
                    EpollServerSocketChannel.class,
                    EpollSocketChannel.class);
        }
        return new IoThreads(
                new MultiThreadIoEventLoopGroup(threads, factory, NioIoHandler.newFactory()),
                NioServerSocketChannel.class,
                NioSocketChannel.class);
    }
}

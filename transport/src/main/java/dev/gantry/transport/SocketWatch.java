package dev.gantry.transport;

import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/**
 * A second look at a socket beside its channel's: tells an event loop each time it becomes ready. It owns its descriptor,
 * which is a duplicate, since a descriptor is watched once a loop. On that loop.
 */
final class SocketWatch implements EpollIoHandle {

    private final FileDescriptor socket;
    private final Runnable ready;
    private final Runnable loopEnded;
    private IoRegistration registration;
    private boolean closed;

    /** {@code loopEnded} runs when the loop ends before the watch is closed. */
    SocketWatch(FileDescriptor socket, Runnable ready, Runnable loopEnded) {
        this.socket = socket;
        this.ready = ready;
        this.loopEnded = loopEnded;
    }

    /** Watches for {@code readiness}, and at once tells of what is ready already. */
    void start(IoEventLoop loop, EpollIoOps readiness) {
        loop.register(this).addListener((Future<IoRegistration> registered) -> {
            if (!registered.isSuccess()) {
                loopEnded.run();
            } else if (closed) {
                registered.getNow().cancel();
            } else {
                registration = registered.getNow();
                registration.submit(readiness.with(EpollIoOps.EPOLLET));
            }
        });
    }

    @Override
    public FileDescriptor fd() {
        return socket;
    }

    @Override
    public void handle(IoRegistration of, IoEvent event) {
        if (!closed) {
            ready.run();
        }
    }

    /** What the loop calls when it ends. */
    @Override
    public void close() {
        if (!closed) {
            loopEnded.run();
        }
    }

    /** Watches no more and closes the descriptor. A second call does nothing. */
    void stop() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (registration != null) {
                registration.cancel();
            }
        } catch (RejectedExecutionException e) {
            // the loop has ended, and with it all of its watches
        } finally {
            Pipe.close(socket);
        }
    }
}

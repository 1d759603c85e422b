package dev.gantry.transport;

import dev.gantry.domain.ChecksumType;
import dev.gantry.ports.payload.FileRange;
import dev.gantry.ports.payload.Pace;
import dev.gantry.ports.payload.Source;
import dev.gantry.ports.payload.TruncatedException;
import dev.gantry.ports.payload.Written;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

/** The body of one message of a connection. All state belongs to the connection's event loop. */
final class BodySource implements Source {

    private final HttpConnection connection;
    private final long length;
    private final Executor digests;
    private final AtomicBoolean taken = new AtomicBoolean();
    private final Runnable demandInTurn = this::demandInTurn;
    private final Runnable demandNow = this::demandNow;

    private volatile long lastByte;
    private volatile boolean asked;
    private volatile Pace pace = Pace.UNLIMITED;
    private volatile boolean paused;
    private Pace.Turn turn = Pace.UNLIMITED.take(0);
    private BodyConsumer consumer;
    private long received;
    private boolean ended;
    private boolean closed;
    private IOException failure;
    private Splice splice;

    /** {@code length} in bytes, or {@link dev.gantry.ports.payload.Streamed#UNKNOWN}. */
    BodySource(HttpConnection connection, long length, Executor digests) {
        this.connection = connection;
        this.length = length;
        this.digests = digests;
    }

    /** How many bytes are still to come; very many if the length is unknown. */
    long remaining() {
        return length < 0 ? Long.MAX_VALUE : length - received;
    }

    @Override
    public Flow.Publisher<ByteBuffer> buffers() {
        return subscriber -> {
            takeOnce();
            BodySubscription subscription =
                    new BodySubscription(this, connection.bounds().moved(), subscriber);
            connection.onLoop(() -> {
                consumer = subscription;
                subscriber.onSubscribe(subscription);
                replay();
            });
        };
    }

    /** Hands the body over to {@code consumer}, which asks for it by {@link #demand}. */
    void giveTo(BodyConsumer taker) {
        takeOnce();
        connection.onLoop(() -> {
            consumer = taker;
            replay();
        });
    }

    @Override
    public CompletionStage<Written> writeTo(FileRange range, Set<ChecksumType> types) {
        takeOnce();
        CompletableFuture<Written> result = new CompletableFuture<>();
        connection.onLoop(() -> {
            FileSink sink = new FileSink(this, connection.bounds(), range, types, digests, result);
            consumer = sink;
            replay();
            sink.start();
        });
        return result;
    }

    @Override
    public Duration idle() {
        return asked && !paused ? Duration.ofNanos(System.nanoTime() - lastByte) : Duration.ZERO;
    }

    @Override
    public void close() {
        connection.onLoop(() -> {
            if (!closed) {
                closed = true;
                fail(new IOException("the body was closed before its end"));
                connection.dropped(this);
            }
        });
    }

    /** Lets {@code with} move the rest, after {@link BodyConsumer#takesRest} gave that way. Any thread. */
    void splice(Splice with) {
        connection.onLoop(() -> {
            if (failure != null || ended) {
                with.decline();
            } else {
                splice = with;
                connection.splice(this, with);
            }
        });
    }

    /** Bytes went on that no consumer saw. */
    void spliced(long count) {
        received += count;
        lastByte = System.nanoTime();
        turn = pace.take(count);
    }

    /** Whether a splice waits for the far side. */
    boolean awaitsSpliced() {
        return splice != null && splice.awaitsSource();
    }

    /** Whether the rest goes without being read, by {@link #splice}: only as fast as it comes. */
    boolean goesUnread() {
        boolean unlimited = pace.part() == Long.MAX_VALUE;
        return unlimited
                && length >= 0
                && consumer != null
                && connection.isSpliceable()
                && consumer.takesRest(length - received);
    }

    @Override
    public void pace(Pace newPace) {
        pace = newPace;
    }

    /** Asks for one more buffer, once those that came may have. Any thread. */
    void demand() {
        connection.onLoop(demandInTurn);
    }

    private void demandInTurn() {
        paused = turn.nanosLeft() > 0;
        Pacing.inTurn(turn, connection.context().channel(), demandNow);
    }

    private void demandNow() {
        if (paused) {
            paused = false;
            lastByte = System.nanoTime();
        }
        connection.demand(this);
    }

    /** Where its bytes arrive. */
    EventLoop loop() {
        return connection.loop();
    }

    void runOnLoop(Runnable action) {
        connection.onLoop(action);
    }

    /** Whether somebody reads this body and has not given it up. */
    boolean isRead() {
        return consumer != null && !closed && failure == null;
    }

    void bytes(ByteBuf bytes) {
        received += bytes.readableBytes();
        lastByte = System.nanoTime();
        turn = pace.take(bytes.readableBytes());
        consumer.bytes(bytes);
    }

    void end() {
        if (failure == null && !ended) {
            ended = true;
            if (consumer != null) {
                consumer.end();
            }
        }
    }

    void cut(Throwable cause) {
        TruncatedException cut = new TruncatedException(length, received);
        if (cause != null) {
            cut.initCause(cause);
        }
        fail(cut);
    }

    void fail(IOException why) {
        if (failure == null && !ended) {
            failure = why;
            if (splice != null) {
                splice.stop();
            }
            if (consumer != null) {
                consumer.failed(why);
            }
        }
    }

    private void takeOnce() {
        if (!taken.compareAndSet(false, true)) {
            throw new IllegalStateException("a body can be read once");
        }
        lastByte = System.nanoTime();
        asked = true;
    }

    /** Tells the consumer how the body ended before it came. */
    private void replay() {
        if (failure != null) {
            consumer.failed(failure);
        } else if (ended) {
            consumer.end();
        }
    }
}

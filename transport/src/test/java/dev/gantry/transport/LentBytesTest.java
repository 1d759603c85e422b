package dev.gantry.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Bytes that a reader hands on while it is shown them are not copied; whatever else it hands on is. */
@ExtendWith(NoLeases.class)
class LentBytesTest {

    private static final byte[] LARGE = TestFiles.bytes(1, 8 << 20);

    private final ByteBuf bytes = AlignedBuffers.POOLED.directBuffer().writeBytes(new byte[] {1, 2, 3, 4, 5});
    private final ByteBuf others = AlignedBuffers.POOLED.directBuffer().writeBytes(new byte[] {6, 7});

    @AfterEach
    void nobodyElseHoldsThem() {
        assertThat(bytes.release()).isTrue();
        assertThat(others.release()).isTrue();
    }

    private static byte[] kept(ByteBuffer view) {
        ByteBuf own = LentBytes.keep(view).orElseThrow();
        byte[] content = ByteBufUtil.getBytes(own);
        own.release();
        return content;
    }

    @Test
    void theViewThatIsShownIsKeptAsFarAsItHasBytesLeft() {
        bytes.skipBytes(1);
        boolean whole = LentBytes.show(bytes, view -> assertThat(kept(view)).containsExactly(2, 3, 4, 5));
        assertThat(whole).isTrue();
        LentBytes.show(bytes, view -> {
            view.position(view.position() + 1).limit(view.limit() - 1);
            assertThat(kept(view)).containsExactly(3, 4);
        });
    }

    @Test
    void anythingElseIsNotNorIsItAfterwards() {
        ByteBuffer[] seen = new ByteBuffer[1];
        boolean any = LentBytes.show(bytes, view -> {
            seen[0] = view;
            assertThat(LentBytes.keep(view.duplicate())).isEmpty();
            assertThat(LentBytes.keep(ByteBuffer.allocate(5))).isEmpty();
            assertThat(CompletableFuture.supplyAsync(() -> LentBytes.keep(view)).join())
                    .as("on another thread")
                    .isEmpty();
        });
        assertThat(any).isFalse();
        assertThat(LentBytes.keep(seen[0])).isEmpty();
    }

    @Test
    void whatIsShownInTheMiddleOfItLeavesTheFirstShown() {
        LentBytes.show(bytes, first -> {
            LentBytes.show(others, second -> {
                assertThat(kept(second)).containsExactly(6, 7);
                assertThat(LentBytes.keep(first)).isEmpty();
            });
            assertThat(kept(first)).containsExactly(1, 2, 3, 4, 5);
        });
    }

    @Test
    void aBodyThatIsLookedAtOnItsWayThroughAGatewayIsNotCopied() throws Exception {
        assertThat(copied(UnaryOperator.identity())).isZero();
    }

    @Test
    void aBodyThatIsHandedOnAsOtherBuffersArrivesAllTheSame() throws Exception {
        assertThat(copied(ByteBuffer::slice)).isGreaterThanOrEqualTo(LARGE.length);
    }

    private static long copied(UnaryOperator<ByteBuffer> look) throws Exception {
        try (TestServer upstream = TestServer.of(
                        exchange -> exchange.respond(new Reply(200, Headers.none(), new Reply.Bytes(LARGE))));
                TestGateway gateway = new TestGateway(
                                Forwarding.AUTO, Polling.NATIVE, Duration.ofSeconds(20), upstream.address())
                        .around(body -> HandedOn.of(body, look));
                RawClient client = gateway.connect()) {
            assertThat(client.get("/large").body()).isEqualTo(LARGE);
            return gateway.moved(BytesMoved.Path.COPIED);
        }
    }
}

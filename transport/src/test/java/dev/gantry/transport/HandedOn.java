package dev.gantry.transport;

import dev.gantry.domain.ChecksumType;
import dev.gantry.ports.payload.FileRange;
import dev.gantry.ports.payload.Payload;
import dev.gantry.ports.payload.Source;
import dev.gantry.ports.payload.Streamed;
import dev.gantry.ports.payload.Written;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.UnaryOperator;

/** Bytes that somebody looks at on their way, as adapters do: {@code look} is what becomes of each buffer. */
record HandedOn(Streamed bytes, UnaryOperator<ByteBuffer> look) implements Source {

    static Payload of(Payload payload, UnaryOperator<ByteBuffer> look) {
        return new Streamed(payload.length(), new HandedOn((Streamed) payload, look));
    }

    @Override
    public Flow.Publisher<ByteBuffer> buffers() {
        return reader -> bytes.source().buffers().subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                reader.onSubscribe(subscription);
            }

            @Override
            public void onNext(ByteBuffer buffer) {
                reader.onNext(look.apply(buffer));
            }

            @Override
            public void onError(Throwable failure) {
                reader.onError(failure);
            }

            @Override
            public void onComplete() {
                reader.onComplete();
            }
        });
    }

    @Override
    public CompletionStage<Written> writeTo(FileRange range, Set<ChecksumType> digests) {
        return bytes.source().writeTo(range, digests);
    }

    @Override
    public Duration idle() {
        return bytes.source().idle();
    }

    @Override
    public Source origin() {
        return bytes.source().origin();
    }

    @Override
    public void close() {
        bytes.close();
    }
}

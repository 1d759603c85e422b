package dev.gantry.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.domain.ChecksumType;
import dev.gantry.ports.payload.Buffers;
import dev.gantry.ports.payload.Payload;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class PayloadReaderTest {

    @Test
    void threadsThatHaveEndedAreAFailureThatIsTold() {
        ExecutorService ended = Executors.newSingleThreadExecutor();
        ended.shutdown();
        try (Payload payload = Buffers.of(new byte[] {1})) {
            assertThat(PayloadReader.digest(payload, Set.of(ChecksumType.CRC32C), ended)
                            .toCompletableFuture())
                    .isCompletedExceptionally()
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .withCauseInstanceOf(RejectedExecutionException.class);
        }
    }
}

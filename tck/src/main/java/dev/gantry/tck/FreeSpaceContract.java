package dev.gantry.tck;

import static dev.gantry.tck.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.ports.spi.FreeSpace;
import org.junit.jupiter.api.Test;

/** What {@link FreeSpace} promises. */
public interface FreeSpaceContract extends ProviderContract {

    @Test
    default void freeBytesAreNotNegative() {
        FreeSpace space = provider().capability(FreeSpace.class).orElseThrow();
        assertThat(await(space.freeBytes())).isNotNegative();
    }
}

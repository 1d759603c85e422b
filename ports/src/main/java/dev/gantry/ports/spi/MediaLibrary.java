package dev.gantry.ports.spi;

import dev.gantry.domain.Medium;
import dev.gantry.domain.MediumState;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The capability of a store whose media can be taken out and put back. */
public interface MediaLibrary {

    /** Every medium that the store knows, inside or not, by barcode. */
    CompletionStage<List<MediumState>> list();

    /** Takes a medium out; its data is offline then. A second call does nothing. NotFound if there is none. */
    CompletionStage<MediumState> eject(Medium medium);

    /** Puts a medium back in. A second call does nothing. NotFound if there is none. */
    CompletionStage<MediumState> load(Medium medium);
}

package dev.gantry.engine;

/**
 * Hears how a transfer goes on. Every call comes from the thread that runs the transfer, one after the other, and must
 * not take long.
 */
public interface TransferListener {

    /** Hears nothing. */
    TransferListener NONE = new TransferListener() {};

    /** Something worth telling a person once, as that an earlier job is gone on with. */
    default void notice(String text) {}

    /** The transfer is so far; called after each blob. */
    default void progress(TransferProgress progress) {}

    /** An object has ended; called once for each. */
    default void ended(TransferOutcome outcome) {}
}

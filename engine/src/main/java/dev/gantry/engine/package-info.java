/**
 * Runs jobs: grants, evidence, retry, recovery. {@link dev.gantry.engine.Gantry} is the way in; {@link
 * dev.gantry.engine.BulkTransfer} moves whole trees over it.
 *
 * <p>Everything that is known of running jobs belongs to one control thread; whoever needs it asks there and gets a stage
 * back. Bytes never pass that thread.
 */
package dev.gantry.engine;

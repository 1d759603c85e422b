/**
 * Bytes on their way: the {@link dev.gantry.ports.payload.Payload} lease and what it may be made of.
 *
 * <p>One rule: the holder closes it. Handing a payload to a port hands over that duty, whatever the outcome.
 */
package dev.gantry.ports.payload;

package dev.gantry.s3;

import java.time.Instant;
import java.util.Optional;

/**
 * What becomes of an archived object's restored copy.
 *
 * @param running whether it is being made
 * @param until when it ends, once it is there
 */
public record Restore(boolean running, Optional<Instant> until) {}

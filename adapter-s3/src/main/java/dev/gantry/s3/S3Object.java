package dev.gantry.s3;

import dev.gantry.ports.spi.StoredObject;
import java.util.Optional;

/**
 * An object with what S3 says of it beyond the port.
 *
 * @param stored without metadata and record where it comes from a listing, which tells neither
 * @param storageClass as S3 names it; empty where it does not say, which is STANDARD
 * @param restore of an object that is being restored or was
 */
public record S3Object(StoredObject stored, Optional<String> storageClass, Optional<Restore> restore) {}

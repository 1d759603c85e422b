package dev.gantry.s3;

import java.util.List;
import java.util.Optional;

/**
 * A page of a listing. Names that Gantry cannot carry, and its own, are left out of it, so it may be empty though another
 * follows.
 *
 * @param next what the next page begins behind; empty on the last one
 */
public record S3Page(List<S3Object> objects, List<String> commonPrefixes, Optional<String> next) {

    public S3Page {
        objects = List.copyOf(objects);
        commonPrefixes = List.copyOf(commonPrefixes);
    }
}

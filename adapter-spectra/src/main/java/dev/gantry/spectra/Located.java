package dev.gantry.spectra;

import dev.gantry.ports.api.Buckets.Bucket;
import dev.gantry.ports.api.Objects.ObjectInfo;

/** An object and its bucket. */
record Located(Bucket bucket, ObjectInfo object) {}

package dev.gantry.lab.s3;

import java.util.Arrays;
import java.util.Locale;

/** How fast a restore is, the fastest first. */
public enum ArchiveTier {
    EXPEDITED,
    STANDARD,
    BULK;

    /** The tier that a request names, as {@code Standard}. */
    static ArchiveTier of(String name) {
        return Arrays.stream(values())
                .filter(tier -> tier.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new S3Refusal(400, "MalformedXML", "no tier is called " + name));
    }

    String wireName() {
        return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }

    boolean isFasterThan(ArchiveTier other) {
        return compareTo(other) < 0;
    }
}

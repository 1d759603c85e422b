package dev.gantry.tck;

import java.util.List;

/** Object names that are legal and easily mistaken for paths, for each other, or for nothing. */
public final class AwkwardNames {

    /** One of each kind. */
    public static final List<String> ALL = List.of(
            ".",
            "..",
            "../../etc/passwd",
            "/",
            "//",
            "/a",
            "a",
            "A",
            "a/",
            "a//",
            "a/b",
            "a/b/",
            "A/b",
            "a/B",
            "a/..",
            "a/../b",
            "a.b",
            "a b",
            "a%2Fb",
            "a+b",
            "a=b",
            "a~",
            "a!",
            "~",
            "!",
            "\t\n",
            "con",
            "nul.txt",
            "e\u0301",
            "\u00e9",
            "\u00c9",
            "\ud83d\ude00",
            "\uff0f",
            "x".repeat(200),
            "x".repeat(201),
            "x".repeat(200) + "/y",
            "x".repeat(1024),
            "X".repeat(1024),
            "/".repeat(1024),
            "a/".repeat(512),
            "\u20ac".repeat(341),
            "\ud83d\ude00".repeat(256));

    private AwkwardNames() {}
}

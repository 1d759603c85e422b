package dev.gantry.domain;

import java.util.regex.Pattern;

/** Names a group of users: 1 to 63 of {@code A-Z a-z 0-9 . - _}. {@link #PUBLIC} has every user of the node. */
public record GroupName(String value) implements Comparable<GroupName> {

    private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9.\\-_]{1,63}");

    /** The group that every user is in; behind the pattern that it must match. */
    public static final GroupName PUBLIC = new GroupName("public");

    public GroupName {
        if (value == null || !LEGAL.matcher(value).matches()) {
            throw new InvalidValueException("a group is named by 1 to 63 of A-Z a-z 0-9 . - _, not: " + value);
        }
    }

    @Override
    public int compareTo(GroupName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}

package dev.gantry.domain;

import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * With whom a bucket is shared, besides its owner and those who see all (docs/durastore.md, Access). At most {@value #MAX}
 * users and groups.
 */
public record AccessList(Map<UserId, Permission> users, Map<GroupName, Permission> groups) {

    /** The most users and groups that a list names. */
    public static final int MAX = 100;

    private static final AccessList NONE = new AccessList(Map.of(), Map.of());

    public AccessList {
        users = Map.copyOf(Objects.requireNonNull(users, "users"));
        groups = Map.copyOf(Objects.requireNonNull(groups, "groups"));
        if (users.size() + groups.size() > MAX) {
            throw new InvalidValueException("a bucket is shared with at most " + MAX
                    + " users and groups; make a group of them in the configuration");
        }
    }

    /** Nobody. */
    public static AccessList none() {
        return NONE;
    }

    public boolean isEmpty() {
        return users.isEmpty() && groups.isEmpty();
    }

    /** Whether that user, by name or as one of these groups, may do what {@code wanted} allows. */
    public boolean permits(UserId user, Set<GroupName> memberOf, Permission wanted) {
        Permission own = users.get(user);
        return own != null && own.includes(wanted)
                || groups.entrySet().stream()
                        .anyMatch(group -> memberOf.contains(group.getKey())
                                && group.getValue().includes(wanted));
    }
}

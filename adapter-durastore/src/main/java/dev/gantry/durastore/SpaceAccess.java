package dev.gantry.durastore;

import dev.gantry.domain.AccessList;
import dev.gantry.domain.GroupName;
import dev.gantry.domain.Permission;
import dev.gantry.domain.User;
import dev.gantry.domain.UserId;
import dev.gantry.ports.api.Accounts;
import dev.gantry.ports.api.Buckets.Bucket;
import dev.gantry.transport.Headers;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** An access list as the fields that DuraStore has it in: {@code x-dura-meta-acl-NAME: READ} or {@code WRITE}. */
final class SpaceAccess {

    private static final String PREFIX = WireNames.META_PREFIX + "acl-";
    private static final String GROUP = "group-";

    /** A name that a header field can have. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private final Accounts accounts;

    SpaceAccess(Accounts accounts) {
        this.accounts = accounts;
    }

    /** With whom the space is shared, or its maker if with nobody; users and groups that are gone are left out. */
    Headers write(Bucket bucket) {
        Map<String, Permission> fields = new TreeMap<>();
        AccessList list = bucket.access();
        accounts.users().stream().filter(user -> canBeNamed(user.name())).forEach(user -> {
            Permission right = list.isEmpty() && user.id().equals(bucket.owner())
                    ? Permission.WRITE
                    : list.users().get(user.id());
            if (right != null) {
                fields.put(user.name(), right);
            }
        });
        list.groups().forEach((group, right) -> {
            if (isKnown(group)) {
                fields.put(GROUP + group, right);
            }
        });
        Headers.Builder headers = Headers.builder();
        fields.forEach((name, right) -> headers.add(PREFIX + name, right.name()));
        return headers.build();
    }

    private static boolean canBeNamed(String user) {
        return TOKEN.matcher(user).matches() && !user.startsWith(GROUP);
    }

    private boolean isKnown(GroupName group) {
        return group.equals(GroupName.PUBLIC) || accounts.groups().contains(group);
    }

    /** What a request asks for; 400 for users, groups and rights that are none, rather than to share with nobody. */
    AccessList read(Headers headers, Bucket bucket) {
        Map<UserId, Permission> users = new HashMap<>();
        Map<GroupName, Permission> groups = new HashMap<>();
        headers.startingWith(PREFIX).forEach(field -> {
            requireLowerCase(field.name());
            String name = field.name().substring(PREFIX.length());
            Permission right = permission(field.name(), field.value());
            Permission before = name.startsWith(GROUP)
                    ? groups.put(group(name.substring(GROUP.length())), right)
                    : users.put(user(name), right);
            if (before != null) {
                throw new Refusal(400, field.name() + " is there twice");
            }
        });
        if (users.getOrDefault(bucket.owner(), Permission.WRITE) != Permission.WRITE) {
            throw new Refusal(400, "the space's owner has the right to write; leave the owner out, or give WRITE");
        }
        return new AccessList(users, groups);
    }

    private static void requireLowerCase(String name) {
        if (!name.startsWith(PREFIX)) {
            throw new Refusal(400, "write " + PREFIX + " in lower case, not as in " + name);
        }
    }

    private static Permission permission(String name, String value) {
        return switch (value.strip().toUpperCase(Locale.ROOT)) {
            case "READ" -> Permission.READ;
            case "WRITE" -> Permission.WRITE;
            default -> throw new Refusal(400, name + " is READ or WRITE, not " + value);
        };
    }

    private UserId user(String name) {
        return accounts.users().stream()
                .filter(user -> user.name().equals(name))
                .findFirst()
                .map(User::id)
                .orElseThrow(() -> new Refusal(400, "there is no user " + name));
    }

    private GroupName group(String name) {
        GroupName group = new GroupName(name);
        if (!isKnown(group)) {
            Set<GroupName> known = accounts.groups();
            throw new Refusal(
                    400,
                    "there is no group " + name + "; the configuration names " + known + ", and public has all users");
        }
        return group;
    }
}

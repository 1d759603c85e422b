package dev.gantry.domain;

import java.util.Objects;

/** One user of a node, as both protocols know it. Carries no secret. */
public record User(UserId id, String name, Role role) {

    public User {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(role, "role");
    }

    /** Whether this user may see and change what {@code owner} made. */
    public boolean reaches(UserId owner) {
        return role.seesAll() || id.equals(owner);
    }
}

package dev.gantry.server;

import dev.gantry.domain.Role;
import dev.gantry.domain.User;
import dev.gantry.domain.UserId;
import java.util.UUID;

/** People that tests act for. */
final class Users {

    static final User ROOT = new User(new UserId(new UUID(1, 1)), "root", Role.ROOT);

    private Users() {}
}

package dev.gantry.ports.api;

import dev.gantry.domain.GroupName;
import dev.gantry.domain.User;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The users of a node with their keys, as façades need them to know who speaks. Thread-safe, never blocks. */
public interface Accounts {

    /** The account of that access key. */
    Optional<Account> find(String accessKey);

    /** All users, by name. */
    List<User> users();

    /** Every group that some user is in, but for {@link GroupName#PUBLIC}, which has all; none where there are no others. */
    default Set<GroupName> groups() {
        return Set.of();
    }

    /** A user with the secret that signs its requests; {@link #toString} leaves the secret out. */
    record Account(User user, String accessKey, String secretKey) {
        @Override
        public String toString() {
            return "Account[" + user.name() + ", " + accessKey + "]";
        }
    }
}

package dev.gantry.server;

import dev.gantry.domain.GroupName;
import dev.gantry.domain.Role;
import dev.gantry.domain.User;
import dev.gantry.domain.UserId;
import dev.gantry.ports.api.Accounts;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The users of a node, fixed at its start. */
final class NodeAccounts implements Accounts {

    private final Map<String, Account> byKey = new HashMap<>();
    private final List<User> users;
    private final Map<String, Set<GroupName>> groups;

    /** {@code groups} tells by a user's name which groups that user is in. */
    NodeAccounts(Collection<Account> accounts, Map<String, Set<GroupName>> groups) {
        this.groups = Map.copyOf(groups);
        Set<String> names = new HashSet<>();
        for (Account account : accounts) {
            if (!names.add(account.user().name()) || byKey.put(account.accessKey(), account) != null) {
                throw new UsageException("two users share the name or the access key of "
                        + account.user().name());
            }
        }
        users = accounts.stream()
                .map(Account::user)
                .sorted(Comparator.comparing(User::name))
                .toList();
    }

    @Override
    public Optional<Account> find(String accessKey) {
        return Optional.ofNullable(byKey.get(accessKey));
    }

    @Override
    public List<User> users() {
        return users;
    }

    @Override
    public Set<GroupName> groups() {
        return groups.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
    }

    /** The groups that user is in. */
    Set<GroupName> groupsOf(UserId id) {
        return users.stream()
                .filter(user -> user.id().equals(id))
                .findFirst()
                .map(user -> groups.getOrDefault(user.name(), Set.of()))
                .orElse(Set.of());
    }

    /** Whom commands act as that run in process. */
    User root() {
        return users.stream()
                .filter(user -> user.role() == Role.ROOT)
                .findFirst()
                .orElseThrow(() -> new UsageException("no user of the configuration has the role ROOT"));
    }
}

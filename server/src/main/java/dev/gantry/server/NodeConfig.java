package dev.gantry.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import dev.gantry.domain.GroupName;
import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.Limit;
import dev.gantry.domain.Role;
import dev.gantry.domain.StoreId;
import dev.gantry.domain.Versioning;
import dev.gantry.engine.EngineSettings;
import dev.gantry.engine.StagingSettings;
import dev.gantry.ports.api.Accounts.Account;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** The settings of one node (docs/configuration.md), each read once and checked. */
final class NodeConfig {

    private static final String ROOT = "gantry";
    private static final String BANDWIDTH = "bandwidth";
    private static final String SLOTS = "slots";
    private static final List<String> LIMITS = List.of(BANDWIDTH, SLOTS);
    private static final String PRIMARY = "gantry.stores.primary";

    private final Config config;

    private NodeConfig(Config config) {
        this.config = config;
    }

    /**
     * The settings for a data directory: those of {@code file}, else of {@code gantry.conf} in the directory, else the
     * defaults.
     */
    static NodeConfig load(Path data, Optional<Path> file) {
        return load(data, file, ConfigFactory.empty(), ConfigFactory.empty());
    }

    /** The same with a simulated tape library as the primary store, which a section of its name describes. */
    static NodeConfig loadLab(Path data, Optional<Path> file) {
        Map<String, String> library = Map.of(
                "gantry.stores.lab.type",
                TapeLibraryFactory.TYPE,
                "gantry.stores.lab.path",
                data.resolve("lab").toString());
        return load(
                data,
                file,
                ConfigFactory.parseMap(Map.of("gantry.primary-store", "lab")),
                ConfigFactory.parseMap(library));
    }

    private static NodeConfig load(Path data, Optional<Path> file, Config over, Config under) {
        Path own = data.resolve("gantry.conf");
        Optional<Path> chosen = file.or(() -> Optional.of(own).filter(Files::exists));
        chosen.filter(path -> !Files.isReadable(path)).ifPresent(path -> {
            throw new UsageException("the configuration " + path + " cannot be read");
        });
        try {
            Config given =
                    chosen.map(path -> ConfigFactory.parseFile(path.toFile())).orElseGet(ConfigFactory::empty);
            Config defaults = defaults(given);
            requireKnown(given, defaults);
            Config directory = ConfigFactory.parseMap(Map.of("gantry.data", data.toString()));
            return new NodeConfig(directory
                    .withFallback(over)
                    .withFallback(given)
                    .withFallback(under)
                    .withFallback(defaults)
                    .resolve()
                    .getConfig(ROOT));
        } catch (ConfigException e) {
            throw new UsageException("the configuration is wrong: " + e.getMessage(), e);
        }
    }

    /** The directory of the store that there is by default is no setting of another kind that takes its place. */
    private static Config defaults(Config given) {
        Config all = ConfigFactory.parseResources(NodeConfig.class.getClassLoader(), "reference.conf");
        boolean other = given.hasPath(PRIMARY + ".type")
                && !given.getString(PRIMARY + ".type").equals(all.getString(PRIMARY + ".type"));
        return other ? all.withoutPath(PRIMARY + ".path") : all;
    }

    private static void requireKnown(Config given, Config defaults) {
        for (Map.Entry<String, ConfigValue> entry : given.entrySet()) {
            String key = entry.getKey();
            boolean free = key.startsWith("gantry.stores.") || key.startsWith("gantry.users");
            if (!free && !defaults.hasPathOrNull(key)) {
                throw new UsageException(entry.getValue().origin().description() + ": there is no setting " + key);
            }
        }
    }

    Config spectra() {
        return config.getConfig("spectra");
    }

    /** The largest document of a job to replicate, in bytes. */
    long maxPlan() {
        String said = spectra().getString("max-plan");
        return said.equals("auto")
                ? Runtime.getRuntime().maxMemory() / 8
                : spectra().getBytes("max-plan");
    }

    /** Whether every request is logged. */
    boolean accessLog() {
        return config.getBoolean("access-log");
    }

    Config durastore() {
        return config.getConfig("durastore");
    }

    EngineSettings engine() {
        Config engine = config.getConfig("engine");
        return new EngineSettings(
                engine.getInt("slots"),
                engine.getDuration("silence"),
                engine.getDuration("patience"),
                engine.getDuration("presence"),
                engine.getBytes("md5-limit"),
                engine.getBytes("free-space-floor"),
                engine.getInt("attempts"),
                engine.getDuration("idle"),
                engine.getDuration("history"),
                engine.getInt("max-jobs"));
    }

    StagingSettings staging() {
        Config staging = config.getConfig("staging");
        return new StagingSettings(
                staging.getInt("objects"), staging.getBytes("bytes"), staging.getBoolean("media-order"));
    }

    java.time.Duration stopGrace() {
        return config.getDuration("stop-grace");
    }

    List<Account> users() {
        return config.getConfigList("users").stream().map(NodeConfig::user).toList();
    }

    /** The groups that users are in, by the users' names. */
    Map<String, Set<GroupName>> groups() {
        Map<String, Set<GroupName>> groups = new HashMap<>();
        config.getConfigList("users").stream()
                .filter(user -> user.hasPath("groups"))
                .forEach(user -> groups.put(user.getString("name"), groups(user.getStringList("groups"))));
        return groups;
    }

    private static Set<GroupName> groups(List<String> names) {
        try {
            return names.stream().map(GroupName::new).collect(Collectors.toSet());
        } catch (InvalidValueException e) {
            throw new UsageException("the configuration is wrong: " + e.getMessage(), e);
        }
    }

    private static Account user(Config user) {
        String role = user.getString("role").toUpperCase(Locale.ROOT);
        try {
            return Credentials.account(
                    user.getString("name"),
                    Role.valueOf(role),
                    user.getString("access-key"),
                    user.getString("secret-key"));
        } catch (InvalidValueException e) {
            throw new UsageException("the configuration is wrong: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new UsageException("a user's role is USER, ADMIN or ROOT, not " + role, e);
        }
    }

    /** What the sections of stores and users limit. */
    List<Limit> limits() {
        List<Limit> limits = new ArrayList<>();
        Config stores = config.getConfig("stores");
        stores.root()
                .keySet()
                .forEach(id -> limits.add(limit(Limit.Scope.STORE, id, stores.getConfig('"' + id + '"'))));
        config.getConfigList("users")
                .forEach(user -> limits.add(limit(Limit.Scope.USER, user.getString("name"), user)));
        return limits.stream().filter(limit -> !limit.isNone()).toList();
    }

    private static Limit limit(Limit.Scope scope, String name, Config section) {
        return new Limit(
                scope,
                name,
                section.hasPath(BANDWIDTH) ? OptionalLong.of(section.getBytes(BANDWIDTH)) : OptionalLong.empty(),
                section.hasPath(SLOTS) ? OptionalInt.of(section.getInt(SLOTS)) : OptionalInt.empty());
    }

    /** The stores by id, the primary one first; each with its type and flat settings. */
    Map<StoreId, StoreConfig> stores() {
        Map<StoreId, StoreConfig> stores = new LinkedHashMap<>();
        String primary = config.getString("primary-store");
        Config all = config.getConfig("stores");
        if (!all.hasPath('"' + primary + '"')) {
            throw new UsageException("the primary store " + primary + " is not among the configured stores "
                    + all.root().keySet());
        }
        stores.put(new StoreId(primary), StoreConfig.of(primary, all));
        all.root().keySet().stream()
                .sorted()
                .forEach(id -> stores.putIfAbsent(new StoreId(id), StoreConfig.of(id, all)));
        return stores;
    }

    /** One store's section. */
    record StoreConfig(String type, Versioning versioning, Map<String, String> settings) {

        private static StoreConfig of(String id, Config all) {
            Config store = all.getConfig('"' + id + '"');
            Map<String, String> settings = new LinkedHashMap<>();
            store.entrySet()
                    .forEach(entry -> settings.put(
                            entry.getKey(), entry.getValue().unwrapped().toString()));
            String type = settings.remove("type");
            LIMITS.forEach(settings::remove);
            if (type == null) {
                throw new UsageException("store " + id + " lacks the setting type");
            }
            return new StoreConfig(
                    type,
                    versioning(
                            id,
                            Optional.ofNullable(settings.remove("versioning")).orElse("keep-latest")),
                    settings);
        }

        private static Versioning versioning(String id, String said) {
            return switch (said) {
                case "keep-latest" -> Versioning.KEEP_LATEST;
                case "none" -> Versioning.NONE;
                default ->
                    throw new UsageException("the versioning of store " + id + " is keep-latest or none, not " + said);
            };
        }
    }
}

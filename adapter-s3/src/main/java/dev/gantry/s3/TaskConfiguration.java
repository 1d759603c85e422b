package dev.gantry.s3;

import dev.gantry.domain.InvalidValueException;
import dev.gantry.domain.StoreId;
import java.net.URI;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The settings of a store's tasks as flat text (docs/s3.md, Settings of tasks). */
final class TaskConfiguration {

    static final Set<String> KNOWN = Set.of(
            "cloudfront.endpoint",
            "emr.endpoint",
            "emr.release-label",
            "emr.instance-type",
            "emr.instance-types",
            "emr.instances",
            "emr.max-instances",
            "emr.service-role",
            "emr.job-flow-role",
            "emr.subnet");

    private final StoreId store;
    private final Map<String, String> settings;

    /** {@code settings} may hold others too. */
    TaskConfiguration(StoreId store, Map<String, String> settings) {
        this.store = store;
        this.settings = Map.copyOf(settings);
    }

    /** All of them; {@link InvalidValueException} naming the one that is wrong. */
    TaskSettings settings(S3Settings account) {
        TaskSettings usual = TaskSettings.usual(account);
        try {
            return new TaskSettings(
                    usual.region(),
                    usual.aws(),
                    read("cloudfront.endpoint", URI::create),
                    read("emr.endpoint", URI::create),
                    hadoop(usual.hadoop()));
        } catch (InvalidValueException e) {
            throw new InvalidValueException("store " + store + ": " + e.getMessage(), e);
        }
    }

    private HadoopSettings hadoop(HadoopSettings usual) {
        String type = text("emr.instance-type").orElse(usual.instanceType());
        int most = read("emr.max-instances", Integer::valueOf).orElse(usual.mostInstances());
        return new HadoopSettings(
                text("emr.release-label").orElse(usual.releaseLabel()),
                type,
                text("emr.instance-types").map(TaskConfiguration::names).orElse(Set.of(type)),
                read("emr.instances", Integer::valueOf).orElse(usual.instances()),
                most,
                text("emr.service-role").orElse(usual.serviceRole()),
                text("emr.job-flow-role").orElse(usual.jobFlowRole()),
                text("emr.subnet"));
    }

    private static Set<String> names(String list) {
        return new HashSet<>(Arrays.asList(list.strip().split("\\s*,\\s*")));
    }

    private Optional<String> text(String key) {
        return Optional.ofNullable(settings.get(key)).filter(value -> !value.isBlank());
    }

    private <T> Optional<T> read(String key, Function<String, T> reader) {
        try {
            return text(key).map(reader);
        } catch (IllegalArgumentException e) {
            throw new InvalidValueException("the setting " + key + " is wrong: " + e.getMessage(), e);
        }
    }
}

package dev.gantry.durastore;

import dev.gantry.domain.InvalidValueException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes a task's parameters as its server takes them, whatever form they came in. What is in the right form already, and
 * what nobody here knows, goes out as it is (docs/durastore.md, Dialects).
 */
final class TaskBodies {

    /** They took a space's id as bare text before 3.3. */
    private static final Set<String> STREAMING = Set.of("enable-streaming", "disable-streaming", "delete-streaming");

    /** They take a space's id alone, or may. */
    private static final Set<String> OF_SPACE =
            Set.of("enable-hls", "disable-hls", "delete-hls", "cleanup-snapshot", "complete-snapshot");

    private static final Set<String> OF_SNAPSHOT =
            Set.of("get-snapshot", "restart-snapshot", "complete-cancel-snapshot", "get-restore");

    /** What a bare text of an old task is made of, and with what between. */
    private record Bare(String separator, List<String> names) {}

    private static final Map<String, Bare> BARE = Map.of(
            "restore-content", new Bare("/", List.of("spaceId", "contentId")),
            "add-streaming-item", new Bare(":", List.of("spaceId", "contentId")),
            "describe-hadoop-job", new Bare("", List.of("jobFlowId")),
            "stop-hadoop-job", new Bare("", List.of("jobFlowId")),
            "set-standard-storage-class", new Bare("", List.of("spaceId")),
            "set-reduced-redundancy-storage-class", new Bare("", List.of("spaceId")));

    /** The one name that is no plain change of case. */
    private static final String WORK_SPACE = "workSpaceId";

    private static final String WORK_SPACE_CAPITALS = "WORKSPACE_ID";

    private TaskBodies() {}

    static String write(String task, TaskDialect dialect, String parameters) {
        if (task.equals("run-hadoop-job")) {
            return hadoop(dialect, TaskParameters.parse(parameters));
        }
        if (BARE.containsKey(task)) {
            return bare(task, BARE.get(task), parameters);
        }
        if (STREAMING.contains(task) && dialect != TaskDialect.JSON) {
            return bareSpace(task, parameters);
        }
        return json(task, parameters);
    }

    private static String bare(String task, Bare form, String parameters) {
        TaskParameters given = TaskParameters.parse(parameters);
        return given.form() == TaskParameters.Form.BARE
                ? parameters
                : form.names().stream()
                        .map(name -> required(task, given, name))
                        .collect(Collectors.joining(form.separator()));
    }

    private static String required(String task, TaskParameters given, String name) {
        return given.find(name)
                .or(() -> given.find(capitals(name)))
                .filter(value -> !value.isBlank())
                .orElseThrow(() -> new InvalidValueException("the task " + task + " needs the parameter " + name));
    }

    private static String bareSpace(String task, String parameters) {
        TaskParameters given = TaskParameters.parse(parameters);
        if (given.find("secure").filter("true"::equals).isPresent()) {
            throw new InvalidValueException("this DuraStore is older than 3.3 and cannot stream securely");
        }
        return bare(task, new Bare("", List.of("spaceId")), parameters);
    }

    private static String json(String task, String parameters) {
        TaskParameters given = TaskParameters.parse(parameters);
        return switch (given.form()) {
            case JSON -> parameters;
            case XML -> TaskParameters.toJson(given.named());
            case BARE ->
                only(task)
                        .filter(name -> !parameters.isBlank())
                        .map(name -> TaskParameters.toJson(Map.of(name, parameters.strip())))
                        .orElse(parameters);
        };
    }

    private static Optional<String> only(String task) {
        if (STREAMING.contains(task) || OF_SPACE.contains(task)) {
            return Optional.of("spaceId");
        }
        return Optional.of("snapshotId").filter(name -> OF_SNAPSHOT.contains(task));
    }

    /** A map in XML in either dialect; what its names are has changed. */
    private static String hadoop(TaskDialect dialect, TaskParameters given) {
        if (given.form() == TaskParameters.Form.BARE) {
            return given.text();
        }
        Map<String, String> renamed = new LinkedHashMap<>();
        given.named()
                .forEach((name, value) ->
                        renamed.put(dialect == TaskDialect.LEGACY ? camel(name) : capitals(name), value));
        return TaskParameters.toXml(renamed);
    }

    private static String capitals(String name) {
        return name.equals(WORK_SPACE)
                ? WORK_SPACE_CAPITALS
                : name.replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
    }

    private static String camel(String name) {
        if (name.equals(WORK_SPACE_CAPITALS)) {
            return WORK_SPACE;
        }
        if (!name.equals(name.toUpperCase(Locale.ROOT))) {
            return name;
        }
        String[] words = name.toLowerCase(Locale.ROOT).split("_");
        StringBuilder out = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            out.append(words[i].substring(0, 1).toUpperCase(Locale.ROOT)).append(words[i].substring(1));
        }
        return out.toString();
    }
}

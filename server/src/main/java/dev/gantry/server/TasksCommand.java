package dev.gantry.server;

import dev.gantry.domain.StoreId;
import dev.gantry.domain.TaskKind;
import dev.gantry.ports.api.Gateway;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "tasks", description = "list the tasks that a store can perform")
final class TasksCommand extends GatewayCommand {

    @Option(names = "--store", paramLabel = "ID", description = "the store; the primary one if not given")
    private String store;

    TasksCommand(Console console) {
        super(console);
    }

    @Override
    int run(Gateway gateway, Output output) throws InterruptedException {
        StoreId where = store(gateway, store);
        List<TaskKind> kinds = Waiting.on(gateway.tasks().supported(where));
        kinds.forEach(kind -> output.print("task", fields(where, kind), kind.name() + text(kind)));
        output.summary(kinds.size());
        return OK;
    }

    /** The store of that name, or the primary one. */
    static StoreId store(Gateway gateway, String name) throws InterruptedException {
        return name == null ? Waiting.on(gateway.stores().list()).get(0).id() : new StoreId(name);
    }

    private static Map<String, Object> fields(StoreId store, TaskKind kind) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("store", store.value());
        fields.put("name", kind.name());
        fields.put("repeatable", kind.repeatable());
        fields.put("role", kind.role().name());
        return fields;
    }

    private static String text(TaskKind kind) {
        String role = kind.role().name().toLowerCase(Locale.ROOT);
        return "  (" + role + (kind.repeatable() ? ", may be repeated)" : ", runs once)");
    }
}

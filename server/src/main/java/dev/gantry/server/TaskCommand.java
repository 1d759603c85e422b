package dev.gantry.server;

import dev.gantry.domain.StoreId;
import dev.gantry.domain.TaskStatus;
import dev.gantry.domain.TrackedTask;
import dev.gantry.ports.api.Gateway;
import dev.gantry.ports.api.Tasks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "task", description = "perform a task of a store: task run NAME")
final class TaskCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: run");
    }

    @Command(name = "run", description = "perform a task and print its result")
    static final class Run extends GatewayCommand {

        /** The one or the other. */
        private static final class Given {

            @Option(
                    names = "--param",
                    paramLabel = "K=V",
                    description = "a parameter, given to the task in a map in XML as DuraStore's older tasks take it")
            private Map<String, String> params = new LinkedHashMap<>();

            @Option(
                    names = "--body",
                    paramLabel = "FILE",
                    description = "the parameters in the task's own form, as UTF-8")
            private Path body;
        }

        @Parameters(paramLabel = "NAME", description = "the task's name, as tasks lists it")
        private String name;

        @Option(names = "--store", paramLabel = "ID", description = "the store; the primary one if not given")
        private String store;

        @ArgGroup
        private Given given = new Given();

        Run(Console console) {
            super(console);
        }

        @Override
        int run(Gateway gateway, Output output) throws IOException, InterruptedException {
            StoreId where = TasksCommand.store(gateway, store);
            Tasks tasks = gateway.tasks();
            Tasks.Run run = Waiting.on(tasks.start(where, name, parameters()));
            TrackedTask task = Waiting.on(run.end());
            Waiting.on(tasks.heard(task.id()));
            output.print("task_result", fields(task), task.text());
            return task.status() == TaskStatus.SUCCEEDED ? OK : ERROR;
        }

        private String parameters() throws IOException {
            if (given.body == null) {
                return given.params.isEmpty() ? "" : XmlMap.write(given.params);
            }
            if (!Files.isReadable(given.body) || Files.size(given.body) > Tasks.MAX_PARAMETERS) {
                throw new UsageException("the file " + given.body + " cannot be read, or has more than "
                        + Tasks.MAX_PARAMETERS + " bytes; --body takes a task's parameters");
            }
            return Files.readString(given.body, StandardCharsets.UTF_8);
        }

        private static Map<String, Object> fields(TrackedTask task) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("id", task.id().toString());
            fields.put("store", task.store().value());
            fields.put("name", task.name());
            fields.put("status", task.status().name());
            fields.put("text", task.text());
            return fields;
        }
    }
}

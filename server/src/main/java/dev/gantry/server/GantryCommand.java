package dev.gantry.server;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line as a whole. */
@Command(
        name = "gantry",
        description = "One job and task API over every kind of storage.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class GantryCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    /** The command line, every command's usage errors ending with 1 and every failure told in one line. */
    static CommandLine create(Console console, ServeCommand.Lifetime lifetime) {
        CommandLine line = new CommandLine(new GantryCommand());
        line.addSubcommand(new PutCommand(console));
        line.addSubcommand(new GetCommand(console));
        line.addSubcommand(new VerifyCommand(console));
        line.addSubcommand(new ListCommand(console));
        line.addSubcommand(new StatCommand(console));
        line.addSubcommand(new RemoveCommand(console));
        line.addSubcommand(new CommandLine(new BucketsCommand(console))
                .addSubcommand(new BucketsCommand.Create(console))
                .addSubcommand(new BucketsCommand.Remove(console)));
        line.addSubcommand(new StoresCommand(console));
        line.addSubcommand(new LimitsCommand(console));
        line.addSubcommand(new JobsCommand(console));
        line.addSubcommand(new CommandLine(new JobCommand(console))
                .addSubcommand(new JobCommand.Modify(console))
                .addSubcommand(new JobCommand.Cancel(console)));
        line.addSubcommand(new TasksCommand(console));
        line.addSubcommand(new CommandLine(new TaskCommand()).addSubcommand(new TaskCommand.Run(console)));
        line.addSubcommand(new CommandLine(new LabCommand())
                .addSubcommand(new LabCommand.Listing(console))
                .addSubcommand(new LabCommand.Eject(console))
                .addSubcommand(new LabCommand.Load(console))
                .addSubcommand(new LabS3Command(console)));
        line.addSubcommand(new CommandLine(new RestoreCommand())
                .addSubcommand(new RestoreCommand.Plan(console))
                .addSubcommand(new RestoreCommand.Run(console))
                .addSubcommand(new RestoreCommand.Status(console)));
        line.addSubcommand(new ServeCommand(console, lifetime));
        configure(line, console);
        return line;
    }

    private static void configure(CommandLine line, Console console) {
        line.setOut(console.out()).setErr(console.err());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler(new ErrorReport(console.err())::usage);
        line.setExecutionExceptionHandler(new ErrorReport(console.err())::failure);
        requireOne(line);
    }

    private static void requireOne(CommandLine line) {
        line.getCommandSpec().exitCodeOnInvalidInput(GatewayCommand.ERROR);
        line.getCommandSpec().mixinStandardHelpOptions(true);
        line.getSubcommands().values().forEach(GantryCommand::requireOne);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }
}

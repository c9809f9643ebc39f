package dev.hearth.lab.cli;

import dev.hearth.lab.Refusal;
import dev.hearth.lab.watch.Printable;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The lab's entry: what {@code ./hearth} calls once everything is built. */
@QuarkusMain
public final class HearthLab implements QuarkusApplication {

    @Command(
            name = "hearth",
            header = "A Quarkus function for AWS Lambda that keeps its own environments warm.",
            footer = "%nExplain one: ./hearth help up")
    private static final class Commands {}

    private static final int HELP_WIDTH = 110;
    /** All but the line's end, which stands in messages of several lines. */
    private final Instance<Object> beans;

    @Inject
    HearthLab(@Any Instance<Object> beans) {
        this.beans = beans;
    }

    @Override
    public int run(String... arguments) {
        return commandLine(new Beans(beans)).execute(arguments);
    }

    static CommandLine commandLine(IFactory factory) {
        CommandLine lab = new CommandLine(new Commands(), factory)
                .addSubcommand(UpCommand.class)
                .addSubcommand(WarmCommand.class)
                .addSubcommand(new Launched.Native())
                .addSubcommand(BenchCommand.class)
                .addSubcommand(CompareCommand.class)
                .addSubcommand(AdviseCommand.class)
                .addSubcommand(SoakCommand.class)
                .addSubcommand(CyclesCommand.class)
                .addSubcommand(TrainCommand.class)
                .addSubcommand(RecordCommand.class)
                .addSubcommand(TurnsCommand.class)
                .addSubcommand(HostCommand.class)
                .addSubcommand(new Launched.Test())
                .addSubcommand(new Launched.Dev())
                .addSubcommand(new HelpCommand())
                .addSubcommand(VersionCommand.class)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(HELP_WIDTH)
                .registerConverter(Path.class, new Converters.PathConverter())
                .setParameterExceptionHandler(HearthLab::refuse)
                .setExecutionExceptionHandler((problem, command, parsed) -> {
                    if (problem instanceof Refusal reason) {
                        command.getErr().println("hearth: " + Printable.text(reason.getMessage()));
                        for (Throwable also : reason.getSuppressed()) {
                            command.getErr().println("hearth: " + Printable.text(String.valueOf(also.getMessage())));
                        }
                        return CommandLine.ExitCode.USAGE;
                    }
                    throw problem;
                });
        lab.getCommandSpec().usageMessage().customSynopsis("./hearth COMMAND [OPTION…]");
        lab.getSubcommands().forEach((name, command) -> explain(name, command.getCommandSpec()));
        return lab;
    }

    /** The same help for each of the commands. */
    private static void explain(String name, CommandSpec command) {
        String parameters = command.positionalParameters().stream()
                .map(parameter -> " [" + parameter.paramLabel() + "]")
                .collect(Collectors.joining());
        command.usageMessage().sortOptions(false).customSynopsis("./hearth " + name + parameters + " [OPTION…]");
        if (!command.helpCommand()) {
            command.addOption(OptionSpec.builder("-h", "--help")
                    .usageHelp(true)
                    .description("this text")
                    .build());
        }
    }

    private static int refuse(ParameterException problem, String[] arguments) {
        CommandLine command = problem.getCommandLine();
        PrintWriter out = command.getErr();
        boolean root = command.getParent() == null;
        out.println("hearth: "
                + (root && problem instanceof UnmatchedArgumentException unknown
                        ? "unknown command '"
                                + Printable.text(unknown.getUnmatched().getFirst()) + "'"
                        : Printable.text(problem.getMessage())));
        UnmatchedArgumentException.printSuggestions(problem, out);
        out.println("hearth: see ./hearth " + (root ? "help" : command.getCommandName() + " --help"));
        return CommandLine.ExitCode.USAGE;
    }

    /** Makes commands as CDI beans, and picocli's own parts as picocli does. */
    private record Beans(Instance<Object> beans) implements IFactory {

        @Override
        public <T> T create(Class<T> type) throws Exception {
            // Asked for a Set, CDI would give one too, but not picocli's.
            return type.isAnnotationPresent(Command.class)
                    ? beans.select(type).get()
                    : CommandLine.defaultFactory().create(type);
        }
    }
}

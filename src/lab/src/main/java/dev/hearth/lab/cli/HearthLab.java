package dev.hearth.lab.cli;

import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The lab's entry: what {@code ./hearth} calls once everything is built. */
@QuarkusMain
public final class HearthLab implements QuarkusApplication {

    @Command(
            name = "hearth",
            subcommands = {UpCommand.class, WarmCommand.class, BenchCommand.class})
    private static final class Commands {}

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
        return new CommandLine(new Commands(), factory)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(HearthLab::refuse)
                .setExecutionExceptionHandler((problem, command, parsed) -> {
                    if (problem instanceof CannotRun) {
                        command.getErr().println("hearth: " + problem.getMessage());
                        return CommandLine.ExitCode.SOFTWARE;
                    }
                    throw problem;
                });
    }

    private static int refuse(ParameterException problem, String[] arguments) {
        CommandLine command = problem.getCommandLine();
        PrintWriter out = command.getErr();
        out.println("hearth: " + problem.getMessage());
        UnmatchedArgumentException.printSuggestions(problem, out);
        String name = command.getCommandName();
        out.println("hearth: see ./hearth " + (name.equals("hearth") ? "help" : name + " --help"));
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

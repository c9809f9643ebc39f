package dev.hearth.lab.cli;

import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
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
            subcommands = {UpCommand.class, WarmCommand.class, BenchCommand.class, SoakCommand.class})
    private static final class Commands {}

    /** All but the line's end, which stands in messages of several lines. */
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\x{80}-\\x{9f}&&[^\\n]]");

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
                .registerConverter(Path.class, new Converters.PathConverter())
                .setParameterExceptionHandler(HearthLab::refuse)
                .setExecutionExceptionHandler((problem, command, parsed) -> {
                    if (problem instanceof CannotRun reason) {
                        command.getErr().println("hearth: " + printable(reason.getMessage()));
                        return reason.exitCode();
                    }
                    throw problem;
                });
    }

    /** A message may hold what the user gave, and that anything: nothing of it may steer the terminal. */
    static String printable(String message) {
        return CONTROL.matcher(message)
                .replaceAll(found -> String.format(
                        Locale.ROOT, "\\\\u%04x", (int) found.group().charAt(0)));
    }

    private static int refuse(ParameterException problem, String[] arguments) {
        CommandLine command = problem.getCommandLine();
        PrintWriter out = command.getErr();
        out.println("hearth: " + printable(problem.getMessage()));
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

package dev.hearth.lab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

class HelpTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine lab = HearthLab.commandLine(new WithoutParts())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err));

    @Test
    void names_every_command_with_what_it_does() {
        assertEquals(0, lab.execute("help"));
        Set<String> commands = new LinkedHashSet<>(lab.getSubcommands().keySet());
        for (String hidden : List.of("soak", "cycles", "train", "record", "turns", "host")) {
            assertTrue(commands.remove(hidden), hidden);
            assertFalse(out.toString().contains("\n  " + hidden + " "), hidden + " is for who works on Hearth");
        }
        assertEquals(
                List.of("up", "warm", "native", "bench", "compare", "advise", "test", "dev", "help", "version"),
                List.copyOf(commands));
        commands.forEach(
                name -> assertTrue(out.toString().matches("(?s).*\\n  " + name + " +[A-Z].*"), name + " in " + out));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up", "warm", "native", "bench", "compare", "advise", "soak", "cycles", "train", "record", "turns",
                "host", "test", "dev", "version"
            })
    void explains_a_command_and_each_of_its_options(String name) {
        CommandLine command = lab.getSubcommands().get(name);
        for (ArgSpec argument : command.getCommandSpec().args()) {
            assertNotEquals(0, argument.description().length, argument + " of " + name);
        }
        assertEquals(0, lab.execute("help", name));
        String explained = out.toString();
        assertTrue(explained.contains("./hearth " + name), explained);
        assertEquals(0, lab.execute(name, "--help"));
        assertEquals(explained + explained, out.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "warn, unknown command 'warn', help",
        "up --memry 512, Unknown option, up --help",
        "up --function, Missing required parameter, up --help",
        "help warn, Unknown subcommand 'warn', help",
    })
    void what_it_does_not_know_is_a_mistake_and_named(String arguments, String message, String see) {
        assertEquals(2, lab.execute(arguments.split(" ")));
        assertTrue(err.toString().contains(message), err.toString());
        assertTrue(err.toString().contains("see ./hearth " + see), err.toString());
    }

    @Test
    void a_number_below_zero_is_no_option() {
        lab.parseArgs("bench", "--seed", "-5");
    }

    /** Makes commands that are looked at and not run. */
    static final class WithoutParts implements CommandLine.IFactory {

        @Override
        public <T> T create(Class<T> type) throws Exception {
            if (type == UpCommand.class) {
                return type.cast(new UpCommand(null, null, new Shutdown()));
            }
            if (type == HostCommand.class) {
                return type.cast(new HostCommand(null, null, new Shutdown()));
            }
            if (type == SoakCommand.class) {
                return type.cast(new SoakCommand(null, new Shutdown()));
            }
            if (type == TrainCommand.class) {
                return type.cast(new TrainCommand(null));
            }
            if (type == RecordCommand.class) {
                return type.cast(new RecordCommand(null));
            }
            return type == VersionCommand.class
                    ? type.cast(new VersionCommand("1"))
                    : CommandLine.defaultFactory().create(type);
        }
    }
}

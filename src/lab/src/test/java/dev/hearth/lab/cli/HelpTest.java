package dev.hearth.lab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The script explains and checks options before anything is built; the lab reads them. They must be the same. */
class HelpTest {

    @ParameterizedTest
    @ValueSource(strings = {"up", "warm", "soak"})
    void the_script_explains_exactly_the_options_that_the_lab_reads(String command) throws Exception {
        String script = Files.readString(Path.of("../../hearth"));
        Matcher help = Pattern.compile("usage_" + command + "\\(\\) \\{\n  cat <<'END'\n(.*?)\nEND\n", Pattern.DOTALL)
                .matcher(script);
        Set<String> explained = new TreeSet<>();
        if (help.find()) {
            Pattern.compile("^ +(--[a-z-]+)", Pattern.MULTILINE)
                    .matcher(help.group(1))
                    .results()
                    .forEach(option -> explained.add(option.group(1)));
        }
        CommandLine lab = HearthLab.commandLine(new WithoutParts());
        Set<String> read = new TreeSet<>();
        for (OptionSpec option :
                lab.getSubcommands().get(command).getCommandSpec().options()) {
            read.add(option.longestName());
        }
        assertEquals(read, explained);
    }

    /** Makes commands that are looked at and not run. */
    private static final class WithoutParts implements CommandLine.IFactory {

        @Override
        public <T> T create(Class<T> type) throws Exception {
            if (type == UpCommand.class) {
                return type.cast(new UpCommand(null, null, null));
            }
            return type == SoakCommand.class
                    ? type.cast(new SoakCommand(null))
                    : CommandLine.defaultFactory().create(type);
        }
    }
}

package dev.hearth.lab.linux;

import dev.hearth.lab.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How a program here is shown other folders and files in the place of this machine's: in a mount namespace of its own. As
 * root in that alone, else in a user namespace too, whose rights the program itself does not get.
 *
 * @param enter what a shell is started through, so that it may mount
 * @param leave what it starts the program through
 */
public record OwnMounts(List<String> enter, List<String> leave) {

    private static final List<String> AS_ROOT = List.of("unshare", "--mount");
    private static final List<String> AS_USER =
            List.of("unshare", "--user", "--map-current-user", "--keep-caps", "--mount");
    private static final List<String> WITHOUT_RIGHTS =
            List.of("setpriv", "--ambient-caps=-all", "--inh-caps=-all", "--");
    private static final long PATIENCE_SECONDS = 10;

    public OwnMounts {
        enter = List.copyOf(enter);
        leave = List.copyOf(leave);
    }

    /**
     * Finds out how, by trying.
     *
     * @param folder that is shown
     * @param place where it is shown
     * @throws Refusal if this machine does not allow it
     */
    public static OwnMounts of(Path folder, Path place) {
        String asRoot = attempt(AS_ROOT, List.of(), folder, place);
        if (asRoot.isEmpty()) {
            return new OwnMounts(AS_ROOT, List.of());
        }
        String asUser = attempt(AS_USER, WITHOUT_RIGHTS, folder, place);
        if (asUser.isEmpty()) {
            return new OwnMounts(AS_USER, WITHOUT_RIGHTS);
        }
        throw new Refusal("layers stand in " + place + ", which this machine does not let the lab show to a function's"
                + " processes alone (" + asUser + "): allow user namespaces, or run the lab as root");
    }

    /** What went wrong, in a line; empty where nothing did. */
    private static String attempt(List<String> enter, List<String> leave, Path folder, Path place) {
        List<String> command = new ArrayList<>(enter);
        command.addAll(List.of("sh", "-c", "mount --bind \"$1\" \"$2\" && shift 2 && exec \"$@\"", "hearth"));
        command.addAll(List.of(folder.toString(), place.toString()));
        command.addAll(leave);
        command.add("true");
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "unshare does not end";
            }
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.exitValue() == 0
                    ? ""
                    : Stream.concat(said.lines(), Stream.of("unshare ended with " + process.exitValue()))
                            .findFirst()
                            .orElseThrow();
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}

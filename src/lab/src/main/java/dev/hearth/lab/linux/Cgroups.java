package dev.hearth.lab.linux;

import dev.hearth.lab.lambda.MemorySize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The control groups of this machine, by the version of their interface. Each lab has one folder of its own
 * ({@link Scratch#name}) in them, so that what a killed lab left can be told from what another lab uses.
 */
public sealed interface Cgroups extends AutoCloseable permits CgroupsV1, CgroupsV2, NoCgroups {

    Limits limits();

    Cgroup create(String name, MemorySize memory) throws IOException;

    /** Removes the lab's folder. Its environments must be gone. */
    @Override
    void close();

    /**
     * Finds what this process may use, and removes what dead labs left there.
     *
     * @param name the lab's, for its folder
     */
    static Cgroups find(String name) {
        try {
            List<String> mounts = Files.readAllLines(Path.of("/proc/self/mounts"));
            List<String> own = Files.readAllLines(Path.of("/proc/self/cgroup"));
            return find(mounts, own, name);
        } catch (IOException e) {
            return new NoCgroups("this machine has no /proc to find control groups by");
        }
    }

    private static Cgroups find(List<String> mounts, List<String> own, String name) throws IOException {
        Map<String, Path> controllers = new HashMap<>();
        Optional<Path> unified = Optional.empty();
        for (String mount : mounts) {
            String[] fields = mount.split(" ", -1);
            if (fields[2].equals("cgroup2")) {
                unified = Optional.of(Path.of(fields[1]));
            } else if (fields[2].equals("cgroup")) {
                for (String option : fields[3].split(",", -1)) {
                    controllers.put(option, Path.of(fields[1]));
                }
            }
        }
        Optional<Path> second = unified.filter(
                mount -> ControlFiles.words(mount.resolve("cgroup.controllers")).contains("memory"));
        if (second.isPresent()) {
            String path = own.stream()
                    .filter(line -> line.startsWith("0::/"))
                    .map(line -> line.substring("0::/".length()))
                    .findFirst()
                    .orElse("");
            return CgroupsV2.in(second.get().resolve(path), name);
        }
        return CgroupsV1.in(controllers, name);
    }
}

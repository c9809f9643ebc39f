package dev.hearth.lab.packages;

import dev.hearth.lab.Refusal;
import dev.hearth.lab.lambda.Initialization;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.linux.Scratch;
import dev.hearth.lab.packages.LambdaRuntime.Provided;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A function's code, as one would upload it: a zip or its unzipped folder, with a {@code bootstrap} or with Java classes
 * and {@code lib/*.jar}; or a bare executable, which is what would be the {@code bootstrap}. Thread-safe.
 *
 * @param source the file or folder as it was given
 * @param bytes the size of what was given
 * @param taskRoot the folder that the function runs in, {@code LAMBDA_TASK_ROOT}
 * @param layers what its processes see below {@code /opt}; empty: what this machine has there
 */
public record FunctionPackage(Path source, long bytes, Path taskRoot, LambdaRuntime runtime, Optional<Layers> layers) {

    private static final String QUARKUS_HANDLER =
            "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest";
    private static final String BOOTSTRAP = "bootstrap";
    private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};
    private static final byte[] ZIP = {'P', 'K'};
    private static final byte[] SCRIPT = {'#', '!'};
    private static final int ELF_MACHINE_OFFSET = 18;

    /**
     * Opens a package. A zip is unpacked into {@code scratch}, read-only as {@code /var/task} is; a folder is used where
     * it is. {@code _HANDLER} is Quarkus's own for Java classes.
     */
    public static FunctionPackage open(Path source, Scratch scratch) {
        try {
            if (!Files.exists(source)) {
                throw new Refusal("there is no function package " + source + ": build it, or name another one");
            }
            if (Files.isDirectory(source)) {
                Path root = source.toRealPath();
                return new FunctionPackage(source, size(root), root, runtime(source, root, scratch), Optional.empty());
            }
            byte[] head = head(source);
            if (startsWith(head, ZIP)) {
                Path root = PackageZip.unpack(source, scratch.newFolder("package-"));
                return new FunctionPackage(
                        source, Files.size(source), root, runtime(source, root, scratch), Optional.empty());
            }
            if (!startsWith(head, ELF) && !startsWith(head, SCRIPT)) {
                throw new Refusal(source + " is no function package: neither a zip, nor a folder, nor an"
                        + " executable or script to run as bootstrap"
                        + (source.toString().endsWith(".zip") ? "; build the zip anew" : ""));
            }
            Path bootstrap = source.toRealPath();
            return new FunctionPackage(
                    source, Files.size(source), bootstrap.getParent(), provided(source, bootstrap), Optional.empty());
        } catch (IOException e) {
            throw new Refusal("cannot read the function package " + source + ": " + e.getMessage(), e);
        }
    }

    /** The same with another value of {@code _HANDLER}. */
    public FunctionPackage withHandler(String handler) {
        return new FunctionPackage(source, bytes, taskRoot, runtime.withHandler(handler), layers);
    }

    /**
     * The same with these layers, if there are any.
     *
     * @throws Refusal if there is one that cannot be, or none can
     */
    public FunctionPackage withLayers(List<Path> zips, Scratch scratch) {
        if (zips.isEmpty()) {
            return this;
        }
        Layers opened = Layers.open(zips, scratch);
        Path program = program();
        if (program.startsWith(Layers.OPT)) {
            throw new Refusal("the layers stand in " + Layers.OPT + ", below which is what runs " + source + ": "
                    + program + "; have JAVA_HOME name a JDK elsewhere");
        }
        return new FunctionPackage(source, bytes, taskRoot, runtime, Optional.of(opened));
    }

    private Path program() {
        Path program = Path.of(
                runtime.command(new MemorySize(128), Initialization.ON_DEMAND).getFirst());
        try {
            return program.toRealPath();
        } catch (IOException e) {
            return program;
        }
    }

    private static LambdaRuntime runtime(Path source, Path root, Scratch scratch) throws IOException {
        Path bootstrap = root.resolve(BOOTSTRAP);
        if (Files.isRegularFile(bootstrap)) {
            return provided(source, bootstrap);
        }
        if (holdsJava(root)) {
            return RuntimeInterfaceClient.locate().runtime(QUARKUS_HANDLER, scratch);
        }
        throw new Refusal(source + " holds neither a file bootstrap nor Java classes (*.class, lib/*.jar) at its"
                + " top: nothing in it can be started");
    }

    private static LambdaRuntime provided(Path source, Path bootstrap) throws IOException {
        if (!Files.isExecutable(bootstrap)) {
            if (Files.getPosixFilePermissions(bootstrap).contains(PosixFilePermission.OWNER_EXECUTE)) {
                boolean unpacked = Files.isRegularFile(source) && !bootstrap.equals(source.toRealPath());
                throw new Refusal("the bootstrap of " + source + " may not be executed in "
                        + bootstrap.getParent() + ", which is mounted noexec or another user's: "
                        + (unpacked ? "name another folder by the variable TMPDIR" : "put it elsewhere"));
            }
            throw new Refusal("the bootstrap of " + source + " is not executable: run chmod +x on it"
                    + (bootstrap.equals(source) ? "" : " and zip it with its permissions"));
        }
        byte[] head = head(bootstrap);
        if (startsWith(head, ELF)) {
            requireArchitecture(source, head);
        } else if (startsWith(head, SCRIPT)) {
            requireInterpreter(source, bootstrap);
        } else {
            throw new Refusal("the bootstrap of " + source
                    + " is neither a Linux executable nor a script that names its interpreter (#!)");
        }
        return new Provided(bootstrap, "not.used.in.provided.runtime");
    }

    private static void requireArchitecture(Path source, byte[] elf) {
        int machine = elf.length < ELF_MACHINE_OFFSET + 2
                ? 0
                : ByteBuffer.wrap(elf).order(ByteOrder.LITTLE_ENDIAN).getShort(ELF_MACHINE_OFFSET);
        String built =
                switch (machine) {
                    case 0x3e -> "x86_64";
                    case 0xb7 -> "arm64";
                    default -> "an architecture that Lambda has not (" + machine + ")";
                };
        String here = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x86_64";
        if (!built.equals(here)) {
            throw new Refusal("the bootstrap of " + source + " was built for " + built + ", this machine is " + here
                    + ": build it here, or run it where it belongs");
        }
    }

    private static void requireInterpreter(Path source, Path script) throws IOException {
        String firstLine = Files.readString(script, StandardCharsets.ISO_8859_1)
                .lines()
                .findFirst()
                .orElse("");
        String interpreter = firstLine.substring(SCRIPT.length).strip().split(" ", 2)[0];
        if (!interpreter.startsWith("/")
                || interpreter.indexOf('\0') >= 0
                || !Files.isExecutable(Path.of(interpreter))) {
            throw new Refusal("the bootstrap of " + source
                    + " names an interpreter that this machine has not: "
                    + interpreter.replaceAll("\\p{Cntrl}", "?"));
        }
    }

    private static boolean holdsJava(Path root) throws IOException {
        Path libraries = root.resolve("lib");
        if (Files.isDirectory(libraries) && contains(libraries, 1, ".jar")) {
            return true;
        }
        return contains(root, Integer.MAX_VALUE, ".class");
    }

    private static boolean contains(Path folder, int depth, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.anyMatch(file -> file.getFileName().toString().endsWith(suffix));
        }
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static byte[] head(Path file) throws IOException {
        try (InputStream input = Files.newInputStream(file)) {
            return input.readNBytes(ELF_MACHINE_OFFSET + 2);
        }
    }

    private static boolean startsWith(byte[] bytes, byte[] start) {
        return bytes.length >= start.length && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
    }
}

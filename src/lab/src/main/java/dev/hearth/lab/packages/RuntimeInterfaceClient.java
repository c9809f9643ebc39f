package dev.hearth.lab.packages;

import dev.hearth.lab.Refusal;
import dev.hearth.lab.linux.Scratch;
import dev.hearth.lab.packages.LambdaRuntime.ManagedJava;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** AWS's runtime interface client for Java with its dependencies, which the build puts beside the lab: {@code target/runtime-interface-client/*.jar}. */
record RuntimeInterfaceClient(List<Path> jars) {

    private static final String FOLDER = "runtime-interface-client";

    /** Finds it from where this class was loaded: {@code target/classes}, or a jar somewhere below {@code target}. */
    static RuntimeInterfaceClient locate() throws IOException {
        Path here = location();
        for (Path folder = here; folder != null; folder = folder.getParent()) {
            Path candidate = folder.resolve(FOLDER);
            if (Files.isDirectory(candidate)) {
                try (Stream<Path> files = Files.list(candidate)) {
                    return new RuntimeInterfaceClient(
                            files.filter(file -> file.getFileName().toString().endsWith(".jar"))
                                    .sorted()
                                    .toList());
                }
            }
        }
        throw new Refusal("AWS's runtime interface client, which runs Java packages, is missing: there is no folder "
                + FOLDER + " above " + here + "; build the lab anew (mvn -pl src/lab -am package)");
    }

    /** The managed runtime on the JDK that the lab itself runs on. */
    ManagedJava runtime(String handler, Scratch scratch) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new ManagedJava(java, jars, unpackNativeClient(scratch), handler);
    }

    private Path unpackNativeClient(Scratch scratch) throws IOException {
        String name = "libaws-lambda-jni.linux-"
                + (System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64") + ".so";
        for (Path jar : jars) {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                ZipEntry entry = zip.getEntry("jni/" + name);
                if (entry != null) {
                    Path library = scratch.newFolder("runtime-").resolve(name);
                    try (InputStream input = zip.getInputStream(entry)) {
                        Files.copy(input, library);
                    }
                    return library;
                }
            }
        }
        throw new Refusal("none of AWS's jars holds " + name + ": " + jars);
    }

    private static Path location() {
        try {
            return Path.of(RuntimeInterfaceClient.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}

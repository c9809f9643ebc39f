package dev.hearth.lab.packages;

import dev.hearth.lab.lambda.Initialization;
import dev.hearth.lab.lambda.MemorySize;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What runs a function's code: the package's own {@code bootstrap}, or AWS's managed Java runtime. */
public sealed interface LambdaRuntime {

    /** The value of {@code _HANDLER}. */
    String handler();

    /** The same with another value of {@code _HANDLER}. */
    LambdaRuntime withHandler(String other);

    /** The same, whose programs trust whom this file names, where the lab itself starts what reads it. */
    default LambdaRuntime trusting(Path trustStore) {
        return this;
    }

    /** The managed runtime's identifier; empty for {@code provided}. */
    Optional<String> identifier();

    /** The program to start, with its arguments. */
    List<String> command(MemorySize memory, Initialization initialization);

    /**
     * What comes first among the program's arguments to have it listen for a debugger on a port of this machine, without
     * waiting for one; empty where it is none that a debugger for Java could look into.
     */
    Optional<String> debugger(int port);

    /** A package with its own {@code bootstrap}, on {@code provided.al2023}. */
    record Provided(Path bootstrap, String handler) implements LambdaRuntime {

        @Override
        public Provided withHandler(String other) {
            return new Provided(bootstrap, other);
        }

        @Override
        public Optional<String> identifier() {
            return Optional.empty();
        }

        @Override
        public Optional<String> debugger(int port) {
            return Optional.empty();
        }

        @Override
        public List<String> command(MemorySize memory, Initialization initialization) {
            return List.of(bootstrap.toString());
        }
    }

    /**
     * The managed runtime {@code java25}: a JDK, and AWS's runtime interface client, which loads the function from the
     * working directory and its {@code lib/*.jar}.
     *
     * <p>Its options are those with which AWS starts {@code java17} and {@code java21}, as functions that listed their
     * own processes published them: serial collector, shared class data, C1 alone, and a heap of all but 15 % of the
     * memory size, all but 240 MB of a large one (512 MB: 445,645 kB; 3,008 MB: 2,834,432 kB). The one difference: AWS
     * ships an archive of shared class data with its client's classes in it, where this takes the JDK's own.
     *
     * @param java the {@code java} to run
     * @param classPath the runtime interface client and its dependencies
     * @param nativeClient the library that the client would else unpack at every start
     * @param trustStore whom its TLS trusts, a Java key store; empty: whom the JDK trusts
     */
    record ManagedJava(Path java, List<Path> classPath, Path nativeClient, String handler, Optional<Path> trustStore)
            implements LambdaRuntime {

        private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.";
        private static final double OUTSIDE_HEAP = 0.15;
        private static final long MOST_OUTSIDE_HEAP_KILOBYTES = 240 * 1024;

        public ManagedJava {
            classPath = List.copyOf(classPath);
        }

        /** That trusts whom the JDK trusts. */
        public ManagedJava(Path java, List<Path> classPath, Path nativeClient, String handler) {
            this(java, classPath, nativeClient, handler, Optional.empty());
        }

        @Override
        public ManagedJava withHandler(String other) {
            return new ManagedJava(java, classPath, nativeClient, other, trustStore);
        }

        @Override
        public ManagedJava trusting(Path other) {
            return new ManagedJava(java, classPath, nativeClient, handler, Optional.of(other));
        }

        @Override
        public Optional<String> identifier() {
            return Optional.of("java25");
        }

        @Override
        public Optional<String> debugger(int port) {
            return Optional.of("-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:" + port);
        }

        @Override
        public List<String> command(MemorySize memory, Initialization initialization) {
            List<String> command = new ArrayList<>(List.of(
                    java.toString(),
                    "-XX:MaxHeapSize=" + heapKilobytes(memory) + "k",
                    "-XX:+UseSerialGC",
                    "-Xshare:auto"));
            if (initialization == Initialization.ON_DEMAND) {
                command.addAll(List.of("-XX:+TieredCompilation", "-XX:TieredStopAtLevel=1"));
            }
            trustStore.ifPresent(store -> command.addAll(
                    List.of("-Djavax.net.ssl.trustStore=" + store, "-Djavax.net.ssl.trustStoreType=JKS")));
            command.addAll(List.of(
                    "--add-opens=java.base/java.io=ALL-UNNAMED",
                    "--add-opens=java.base/java.lang=ALL-UNNAMED",
                    "--enable-native-access=ALL-UNNAMED",
                    "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac",
                    "-XX:+ErrorFileToStderr",
                    "-D" + CLIENT + "runtimeapi.NativeClient.JNI=" + nativeClient,
                    "-classpath",
                    String.join(
                            File.pathSeparator,
                            classPath.stream().map(Path::toString).toList()),
                    CLIENT + "AWSLambda",
                    handler));
            return command;
        }

        static long heapKilobytes(MemorySize memory) {
            long all = memory.megabytes() * 1024L;
            return all - Math.min(Math.round(all * OUTSIDE_HEAP), MOST_OUTSIDE_HEAP_KILOBYTES);
        }
    }
}

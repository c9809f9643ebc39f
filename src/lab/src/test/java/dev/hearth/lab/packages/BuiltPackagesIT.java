package dev.hearth.lab.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What lies beside and in the packages that were built. */
class BuiltPackagesIT {
    private static final Path TARGET = Path.of("../../target");
    private static final String FUNCTION = "dev.hearth.hearth-function-0.1.0-SNAPSHOT";
    /** Written first, as the JDK does in every zip. */
    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    /** What the builder adds to the libraries. */
    private static final Set<String> COMPILED_IN = Set.of("OpenJDK", "native-image");

    /** The benchmarks' alone are not built for the checks. */
    private static Stream<String> packages() {
        return Stream.concat(Stream.of("jvm/function.zip", "function.zip"), packagesOfTheBenchmarks());
    }

    private static Stream<String> packagesOfTheBenchmarks() {
        return Stream.of("jvm-aot/function.zip", "floor/function.zip")
                .filter(name -> Files.exists(TARGET.resolve(name).resolveSibling("function.cdx.json")));
    }

    @ParameterizedTest
    @MethodSource("packages")
    void entries_are_in_the_order_of_their_names_and_of_one_date(String name) throws Exception {
        List<String> names = new ArrayList<>();
        Set<LocalDateTime> dates = new HashSet<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(built(name)))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.getName().equals(MANIFEST)) {
                    names.add(path(entry));
                }
                dates.add(entry.getTimeLocal());
            }
        }
        assertEquals(names.stream().sorted().toList(), names);
        assertEquals(Set.of(LocalDateTime.of(2026, 1, 1, 0, 0)), dates);
    }

    @ParameterizedTest
    @MethodSource("packages")
    void checksums_are_of_the_files_that_lie_beside_them(String name) throws Exception {
        Path sums = built(name.replace("function.zip", "SHA256SUMS"));
        List<String> lines = Files.readAllLines(sums);

        assertEquals(
                List.of("function.zip", "function.cdx.json"),
                lines.stream().map(line -> line.substring(66)).toList());
        for (String line : lines) {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(Files.readAllBytes(sums.resolveSibling(line.substring(66))));
            assertEquals(line.substring(0, 64), HexFormat.of().formatHex(digest), line);
        }
    }

    @Test
    void the_components_of_the_jvm_package_are_the_jars_in_its_zip() throws Exception {
        Set<String> jars = jars("jvm/function.zip");
        assertFalse(jars.isEmpty());
        assertEquals(jars, components("jvm/function.cdx.json", component -> !component.equals(FUNCTION)));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("packagesOfTheBenchmarks")
    void the_components_of_a_benchmark_s_package_are_its_jars_its_jdk_and_its_builder(String name) throws Exception {
        Set<String> wanted = new TreeSet<>(
                name.startsWith("floor") ? Set.of("floor", "OpenJDK", "native-image") : Set.of("OpenJDK"));
        wanted.addAll(jars(name));
        assertEquals(wanted, components(name.replace(".zip", ".cdx.json"), component -> !component.equals(FUNCTION)));
    }

    @Test
    void the_components_of_the_native_package_are_the_jars_that_it_was_compiled_from_and_its_builder()
            throws Exception {
        Path sources = built("native/hearth-function-0.1.0-SNAPSHOT-native-image-source-jar/lib");
        Set<String> jars = new TreeSet<>(COMPILED_IN);
        try (Stream<Path> files = Files.list(sources)) {
            files.map(file -> artifact(file.getFileName().toString())).forEach(jars::add);
        }
        assertEquals(jars, components("function.cdx.json", component -> !component.equals(FUNCTION)));
    }

    /** Without the function's own. */
    private static Set<String> jars(String name) throws IOException {
        try (ZipFile zip = new ZipFile(built(name).toFile())) {
            return zip.stream()
                    .map(ZipEntry::getName)
                    .filter(entry ->
                            entry.startsWith("lib/") && entry.endsWith(".jar") && !entry.endsWith("-runner.jar"))
                    .map(BuiltPackagesIT::artifact)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** Quarkus names a jar by its group, name and version, and says of one whose classes it changed that it did. */
    private static String artifact(String jar) {
        return jar.substring(jar.lastIndexOf('/') + 1, jar.length() - ".jar".length())
                .replaceFirst("^modified-", "");
    }

    private static Set<String> components(String file, Predicate<String> wanted) throws Exception {
        JsonNode list = new ObjectMapper().readTree(built(file).toFile());
        assertEquals("CycloneDX", list.path("bomFormat").textValue());
        Set<String> components = new TreeSet<>();
        for (JsonNode component : list.path("components")) {
            String name = component.path("name").textValue();
            String whole = component.has("group")
                    ? component.path("group").textValue() + "." + name + "-"
                            + component.path("version").textValue()
                    : name;
            if (wanted.test(whole)) {
                components.add(whole);
            }
        }
        return components;
    }

    private static Path built(String name) {
        Path file = TARGET.resolve(name);
        assumeTrue(Files.exists(file), "not built: " + file);
        return file;
    }

    /** As paths are compared: a folder's entry without its slash, and before what is in it. */
    private static String path(ZipEntry entry) {
        String name = entry.getName();
        return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    }
}

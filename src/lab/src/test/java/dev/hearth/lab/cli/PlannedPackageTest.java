package dev.hearth.lab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hearth.lab.Refusal;
import dev.hearth.lab.plan.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlannedPackageTest {

    private static final String HASH_OF_ABC = "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";

    @TempDir
    Path folder;

    @Test
    void a_path_counts_from_the_plan_s_folder() throws Exception {
        Path zip = write("deployment/build/function.zip");
        write("checkout/build/function.zip");
        assertEquals(zip, find("./build/function.zip").path());
    }

    @Test
    void a_path_that_leads_out_of_the_planned_folder_is_found_in_the_checkout() throws Exception {
        Path zip = write("checkout/target/function.zip");
        assertEquals(zip, find("./../../../target/function.zip").path());
    }

    @Test
    void an_absolute_path_is_taken_as_it_is() throws Exception {
        Path zip = write("elsewhere/function.zip");
        assertEquals(zip, find(zip.toString()).path());
    }

    @Test
    void a_package_that_has_changed_since_is_told_from_the_planned_one() throws Exception {
        write("checkout/function.zip");
        assertEquals(true, find("function.zip", Optional.of(HASH_OF_ABC)).asPlanned());
        assertEquals(false, find("function.zip", Optional.of("other=")).asPlanned());
        assertEquals(true, find("function.zip", Optional.empty()).asPlanned());
    }

    @Test
    void a_package_that_is_nowhere_is_named_with_where_it_was_sought_and_how_to_name_another() {
        assertEquals(
                "the plan's package of orders, ../target/function.zip, is neither at "
                        + folder.resolve("target/function.zip") + " nor at "
                        + folder.resolve("checkout/target/function.zip")
                        + ": build it, or name another one with --function orders=PATH",
                assertThrows(Refusal.class, () -> find("../target/function.zip"))
                        .getMessage());
    }

    private PlannedPackage find(String path) {
        return find(path, Optional.empty());
    }

    private PlannedPackage find(String path, Optional<String> sha256) {
        return PlannedPackage.find(
                "orders",
                new Code.Zip(Path.of(path), sha256),
                folder.resolve("deployment/plan.json"),
                folder.resolve("checkout"));
    }

    private Path write(String path) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "abc");
    }
}

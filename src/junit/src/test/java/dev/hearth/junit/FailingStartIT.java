package dev.hearth.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailingStartIT {

    @Test
    void a_package_that_is_missing_is_named() {
        IOException failed = assertThrows(IOException.class, () -> new Lab(List.of("--package=none.zip")));
        assertTrue(failed.getMessage().contains("there is no function package none.zip"), failed.getMessage());
    }

    @Test
    void it_ends_when_its_test_does() throws Exception {
        Lab lab = new Lab(List.of("--package=src/test/function"));
        assertEquals(List.of(), lab.ask("pool"));
        lab.close();
        assertThrows(IOException.class, () -> lab.ask("pool"));
    }
}

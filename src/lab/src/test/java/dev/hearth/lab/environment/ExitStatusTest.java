package dev.hearth.lab.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hearth.lab.lambda.EnvironmentEvent.Failure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitStatusTest {

    @ParameterizedTest
    @CsvSource({
        "0, Runtime exited without providing a reason",
        "1, Runtime exited with error: exit status 1",
        "127, Runtime exited with error: exit status 127",
        "137, Runtime exited with error: signal: killed",
        "139, Runtime exited with error: signal: segmentation fault",
        "255, Runtime exited with error: exit status 255"
    })
    void an_exit_is_worded_as_on_aws(int status, String message) {
        assertEquals(new Failure("Runtime.ExitError", message), new ExitStatus(status).failure());
    }
}

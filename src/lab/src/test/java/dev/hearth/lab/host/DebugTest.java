package dev.hearth.lab.host;

import static dev.hearth.lab.host.Stage.HELLO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.hearth.lab.host.ScriptedEnvironments.Scripted;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A function that somebody looks into with a debugger. */
class DebugTest {

    private final Stage stage = new Stage(HELLO.withDebugger());

    @Test
    void an_invocation_may_take_hours() {
        Reply reply = stage.invoke();
        stage.environments.last().ready();

        stage.pass(Duration.ofHours(5));
        stage.environments.last().serves("at last");

        assertEquals("at last", reply.result());
    }

    @Test
    void an_environment_may_idle_for_hours() {
        Scripted environment = stage.warm();

        stage.pass(Duration.ofHours(5));

        assertFalse(environment.stopped);
    }
}

package dev.hearth.lab.host;

import static dev.hearth.lab.host.Stage.HELLO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.host.ScriptedEnvironments.Scripted;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.lambda.LambdaEvent;
import dev.hearth.lab.lambda.MemorySize;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Other code for a function that runs. */
class DeployTest {

    private static final FunctionSettings NEW = HELLO.withCode(1);

    @Test
    void environments_of_the_old_code_that_have_nothing_to_do_end_at_once() {
        Stage stage = new Stage(HELLO);
        List<Scripted> old = stage.warm(3);

        stage.lambda.configure(NEW);

        old.forEach(environment -> assertTrue(environment.stopped));
        assertEquals(
                List.of(new LambdaEvent.Deployed(stage.time.now(), "hello", 3, 0)),
                stage.events(LambdaEvent.Deployed.class));
        assertEquals(
                "other code was deployed",
                stage.events(LambdaEvent.Ended.class).getLast().reason());
    }

    @Test
    void one_that_is_busy_answers_first_and_gets_no_further_invocation() {
        Stage stage = new Stage(HELLO);
        Scripted old = stage.warm();
        Reply running = stage.invoke();

        stage.lambda.configure(NEW);
        assertFalse(old.stopped);
        stage.invoke();
        old.serves("done");

        assertEquals("done", running.result());
        assertTrue(old.stopped);
        assertEquals(2, old.invocations.size());
        assertEquals(
                List.of(new LambdaEvent.Deployed(stage.time.now(), "hello", 0, 1)),
                stage.events(LambdaEvent.Deployed.class));
    }

    @Test
    void the_next_environments_are_cold_and_have_the_new_code() {
        Stage stage = new Stage(HELLO);
        stage.warm(2);
        stage.lambda.configure(NEW);

        stage.invoke();
        Scripted next = stage.environments.last();
        next.ready();
        next.serves("new");

        assertEquals(1, next.function.code());
        assertTrue(stage.events(LambdaEvent.Invoked.class).getLast().cold());
    }

    @Test
    void one_that_starts_while_other_code_is_deployed_serves_who_waits_for_it_and_ends() {
        Stage stage = new Stage(HELLO);
        Reply waiting = stage.invoke();
        Scripted old = stage.environments.last();

        stage.lambda.configure(NEW);
        old.ready();
        old.serves("old");

        assertEquals("old", waiting.result());
        assertTrue(old.stopped);
    }

    @Test
    void provisioned_environments_are_started_anew() {
        Stage stage = new Stage(HELLO.withProvisionedConcurrency(2));
        stage.environments.started.forEach(Scripted::ready);

        stage.lambda.configure(NEW.withProvisionedConcurrency(2));

        assertEquals(
                List.of(0, 0, 1, 1),
                stage.environments.started.stream()
                        .map(environment -> environment.function.code())
                        .toList());
    }

    @Test
    void another_configuration_is_no_deploy() {
        Stage stage = new Stage(HELLO);
        stage.warm();

        stage.lambda.configure(HELLO.withMemory(new MemorySize(1024)));

        assertEquals(List.of(), stage.events(LambdaEvent.Deployed.class));
    }
}

package dev.hearth;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hearth.warm.LambdaInvoker;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The function as it is deployed: with the configuration of production. */
@QuarkusTest
@TestProfile(NoTimerTest.Deployed.class)
class NoTimerTest {
    /** Production's configuration. */
    public static class Deployed implements QuarkusTestProfile {
        @Override
        public String getConfigProfile() {
            return "prod";
        }
    }

    @Inject
    LambdaInvoker invoker;

    @Test
    void no_timer_runs() {
        given().get("/hello").then().statusCode(200);
        assertThrows(ClassNotFoundException.class, () -> Class.forName("io.quarkus.scheduler.Scheduler"));
        assertEquals(
                List.of(),
                Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .filter(name -> name.toLowerCase(Locale.ROOT).contains("schedule"))
                        .toList());
    }

    @Test
    void a_users_request_makes_no_sdk_client() {
        given().get("/hello").then().statusCode(200);
        given().get("/cost").then().statusCode(200);
        assertFalse(invoker.connected());
    }
}

package dev.hearth;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.QuarkusDevModeTest;
import io.restassured.builder.RequestSpecBuilder;
import io.restassured.specification.RequestSpecification;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page that the warmer brings in development. */
class DevPageTest {
    private static final int PORT = free();

    @RegisterExtension
    static final QuarkusDevModeTest APPLICATION = new QuarkusDevModeTest()
            .withApplicationRoot(jar -> jar.addClass(Greeting.class)
                    .addAsResource(
                            new StringAsset("quarkus.lambda.mock-event-server.dev-port=" + PORT
                                    + "\nquarkus.compose.devservices.enabled=false"
                                    + "\nhearth.dev.every=off"),
                            "application.properties"));

    @Path("/greeting")
    public static class Greeting {
        @GET
        public String greeting() {
            return "Hello";
        }
    }

    private static int free() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RequestSpecification function() {
        return given(new RequestSpecBuilder().setPort(PORT).build());
    }

    @Test
    void it_shows_the_last_cycles_and_fires_one_more() {
        function().get("/q/hearth").then().statusCode(200).body(containsString("Warm now"));
        function().get("/q/hearth/cycles").then().statusCode(200).body("", hasSize(0));
        function().post("/q/hearth/warm").then().statusCode(200).body("report.reached", equalTo(1));
        function()
                .get("/q/hearth/cycles")
                .then()
                .statusCode(200)
                .body("", hasSize(1))
                .body("[0].report.target", equalTo(1));
        function().get("/greeting").then().statusCode(200).body(equalTo("Hello"));
    }

    @Test
    void it_fires_none_of_what_no_one_asked_for() {
        function().get("/q/hearth/warm").then().statusCode(405);
        function()
                .header("Sec-Fetch-Site", "cross-site")
                .post("/q/hearth/warm")
                .then()
                .statusCode(403);
        function()
                .post("/q/hearth/warm?target=many")
                .then()
                .statusCode(400)
                .body(equalTo("target must be a whole number, but is many"));
        function().post("/q/hearth/warm?target=0").then().statusCode(502).body(containsString("hearth.cycle.target"));
        function().get("/q/hearth/cycles").then().body("", hasSize(0));
    }
}

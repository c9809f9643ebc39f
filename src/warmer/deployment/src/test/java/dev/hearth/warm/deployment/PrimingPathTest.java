package dev.hearth.warm.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jboss.jandex.Index;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrimingPathTest {
    @Path("fruits/")
    static class Fruits {
        @GET
        public void all() {}

        @GET
        @Path("/{name}")
        public void one() {}

        @GET
        @Path("by-weight/{grams: [0-9]{1,3}}")
        public void byWeight() {}

        @POST
        @Path("/made")
        public void make() {}
    }

    private static Set<String> served(String root) throws IOException {
        return PrimingPath.served(Index.of(Fruits.class), root);
    }

    @Test
    void what_resources_serve_with_get_is_known_below_the_applications_root() throws IOException {
        assertEquals(
                Set.of("/api/fruits", "/api/fruits/{name}", "/api/fruits/by-weight/{grams: [0-9]{1,3}}"),
                served("/api/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/fruits", "/fruits/", "/fruits/apple", "/fruits/by-weight/182", "/fruits?limit=1"})
    void a_path_that_is_served_is_taken(String path) throws IOException {
        assertTrue(PrimingPath.serves(served("/"), path), path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/fruit", "/fruits/apple/seeds", "/fruits/by-weight/heavy", "/hello"})
    void a_path_that_is_not_is_refused(String path) throws IOException {
        assertFalse(PrimingPath.serves(served("/"), path), path);
    }

    @Test
    void the_refusal_names_the_setting_and_what_there_is() {
        assertEquals(
                "hearth.priming.path is /helo, which no resource of this application serves with GET; there are: /cost, /hello",
                PrimingPath.refusal("/helo", List.of("/cost", "/hello")));
    }
}

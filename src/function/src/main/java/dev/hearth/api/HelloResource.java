package dev.hearth.api;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** Says hello: the resource that a user replaces with their own. */
@Path("/hello")
public class HelloResource {

    /** What {@code GET /hello} answers. */
    public record Greeting(String message) {}

    @GET
    public Greeting hello() {
        return new Greeting("Hello from Hearth");
    }
}

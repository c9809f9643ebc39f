package org.acme;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.WebApplicationException;

/** What an adopter has behind a REST API, with JSON-B. */
@Path("/weights")
public class WeightResource {
    /** In JSON-B's own spelling. */
    public record Weight(String ofWhat, int grams) {}

    @GET
    public Weight one() {
        return new Weight("an apple", 182);
    }

    @POST
    public Weight twice(Weight weight) {
        return new Weight(weight.ofWhat(), 2 * weight.grams());
    }

    @GET
    @Path("/failing")
    public Weight fail() {
        throw new WebApplicationException("not today", 409);
    }
}

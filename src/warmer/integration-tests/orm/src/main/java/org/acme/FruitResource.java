package org.acme;

import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What an adopter has: rows, settings from variables and of a profile, a clock of its own. */
@Path("/fruits")
public class FruitResource {
    @Inject
    EntityManager rows;

    @Inject
    InstantSource clock;

    @Inject
    Greeting greeting;

    @ConfigProperty(name = "fruits.farm", defaultValue = "nobody's")
    String farm;

    @ConfigProperty(name = "fruits.season")
    String season;

    @GET
    public List<Fruit> all() {
        return rows.createQuery("from Fruit order by name", Fruit.class).getResultList();
    }

    @GET
    @Path("/{name}")
    public Fruit one(String name) {
        Fruit found = rows.find(Fruit.class, name);
        if (found == null) {
            throw new NotFoundException();
        }
        return found;
    }

    @PUT
    @Path("/{name}")
    @Transactional
    public Fruit put(String name, Fruit fruit) {
        fruit.name = name;
        return rows.merge(fruit);
    }

    @GET
    @Path("/settings")
    public Map<String, String> settings() {
        return Map.of(
                "clock",
                clock instanceof Clock fixed ? fixed.instant().toString() : "not the application's",
                "farm",
                farm,
                "season",
                season,
                "secret",
                greeting.secret().orElse("none"));
    }

    @GET
    @Path("/failing")
    public String fail() {
        throw new IllegalStateException("not today");
    }
}

package dev.hearth;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.quarkus.jackson.ObjectMapperCustomizer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An application whose {@code ObjectMapper} sorts keys, so that an answer begins with its body; it primes as any other. */
@QuarkusTest
@TestProfile(SortedKeysTest.Sorted.class)
class SortedKeysTest extends PrimingTest {
    /** With {@link Sorting}. */
    public static class Sorted implements QuarkusTestProfile {
        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(Sorting.class);
        }
    }

    /** As a host may have it. */
    @Alternative
    @Singleton
    public static class Sorting implements ObjectMapperCustomizer {
        @Override
        public void customize(ObjectMapper json) {
            json.setConfig(json.getSerializationConfig().with(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY));
            json.configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);
        }
    }

    @Test
    void its_answers_begin_with_their_body() {
        given().contentType("application/json")
                .body(
                        "{\"version\":\"2.0\",\"rawPath\":\"/primed\",\"requestContext\":{\"http\":{\"method\":\"GET\"}}}")
                .post("/_lambda_")
                .then()
                .statusCode(200)
                .body(startsWith("{\"body\":\"primed\""))
                .body("statusCode", is(200));
    }

    @Test
    void a_cycle_s_event_is_read_whatever_the_order_of_its_keys() {
        given().contentType("application/json")
                .body("{\"hearth\":{\"cycle\":{\"id\":\"sorted\",\"target\":1}}}")
                .post("/_lambda_")
                .then()
                .statusCode(200)
                .body("cycleId", equalTo("sorted"))
                .body("reached", is(1));
    }
}

package dev.hearth.lab.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * What invocations cost in one region, by the project's dated price table.
 *
 * @param region whose prices these are: us-east-1's stand in for a region that the table does not have
 */
record Prices(String asOf, String region, double perMillionRequests, double perGigabyteSecond) {

    private static final String FALLBACK = "us-east-1";

    static Prices in(String region, String architecture) {
        try (InputStream in = Prices.class.getResourceAsStream("/dev/hearth/cost/prices.json")) {
            JsonNode table = Json.MAPPER.readTree(in);
            String known = table.at("/regions").has(region) ? region : FALLBACK;
            JsonNode rates =
                    table.required("regions").required(known).required(architecture.equals("arm64") ? "arm64" : "x86");
            return new Prices(
                    table.required("asOf").textValue(),
                    known,
                    rates.required("requestsPerMillion").doubleValue(),
                    rates.required("durationPerGbSecond")
                            .required(0)
                            .required("usd")
                            .doubleValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

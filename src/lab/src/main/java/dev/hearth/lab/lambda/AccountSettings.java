package dev.hearth.lab.lambda;

import java.time.Duration;
import java.util.Optional;

/**
 * The account that functions run in, and its limits (AWS Lambda developer guide, "Lambda quotas" and "Understanding
 * Lambda function scaling").
 *
 * @param id twelve digits
 * @param concurrency environments that may be busy at once, all functions together
 * @param unreservedMinimum what reservations must leave of it
 * @param startsPerWindow new environments per function within {@link #START_WINDOW}
 */
public record AccountSettings(String id, String region, int concurrency, int unreservedMinimum, int startsPerWindow) {

    public static final Duration START_WINDOW = Duration.ofSeconds(10);

    /** AWS's defaults, for an account that does not exist. */
    public static final AccountSettings DEFAULT = new AccountSettings("000000000000", "us-east-1", 1_000, 100, 1_000);

    public AccountSettings withConcurrency(int concurrency) {
        return new AccountSettings(id, region, concurrency, unreservedMinimum, startsPerWindow);
    }

    public AccountSettings withId(String id) {
        return new AccountSettings(id, region, concurrency, unreservedMinimum, startsPerWindow);
    }

    public AccountSettings withRegion(String region) {
        return new AccountSettings(id, region, concurrency, unreservedMinimum, startsPerWindow);
    }

    public String functionArn(String name, Optional<String> qualifier) {
        return "arn:aws:lambda:" + region + ":" + id + ":function:" + name
                + qualifier.map(":"::concat).orElse("");
    }
}

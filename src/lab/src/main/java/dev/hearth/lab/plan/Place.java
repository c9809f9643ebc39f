package dev.hearth.lab.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a plan deploys, as far as it says so: by its functions, by its provider's configuration, or by what the provider
 * was asked (Terraform's documentation, "JSON Output Format").
 */
record Place(Optional<String> region, Optional<String> account) {

    private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-\\d");
    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
    private static final Pattern ARN = Pattern.compile("arn:aws[a-z-]*:[a-z]+:(?<region>[^:]*):(?<account>[^:]*):.*");

    /** @param notHere told of regions beside the one that counts */
    static Place of(JsonNode plan, List<Resource> resources, Consumer<String> notHere) {
        Set<String> regions = new LinkedHashSet<>();
        Set<String> accounts = new LinkedHashSet<>();
        resources.stream()
                .filter(resource -> resource.type().equals("aws_lambda_function"))
                .forEach(function -> {
                    function.said("region").ifPresent(regions::add);
                    Stream.of("arn", "role")
                            .flatMap(name -> function.said(name).stream())
                            .map(ARN::matcher)
                            .filter(Matcher::matches)
                            .forEach(arn -> {
                                regions.add(arn.group("region"));
                                accounts.add(arn.group("account"));
                            });
                });
        JsonNode providers = plan.path("configuration").path("provider_config");
        JsonNode own = providers.path("aws").path("expressions");
        value(plan, own.path("region")).ifPresent(regions::add);
        providers
                .valueStream()
                .filter(provider -> provider.path("full_name").asText().endsWith("/aws"))
                .forEach(provider ->
                        value(plan, provider.path("expressions").path("region")).ifPresent(regions::add));
        List<JsonNode> asked = new ArrayList<>();
        collect(plan.path("prior_state").path("values").path("root_module"), asked);
        for (JsonNode data : asked) {
            JsonNode values = data.path("values");
            switch (data.path("type").asText()) {
                case "aws_region" ->
                    regions.add(values.path("region").asText(values.path("name").asText()));
                case "aws_caller_identity" ->
                    accounts.add(values.path("account_id").asText());
                default -> {
                    // says nothing of where
                }
            }
        }
        JsonNode allowed = own.path("allowed_account_ids").path("constant_value");
        if (allowed.size() == 1) {
            accounts.add(allowed.path(0).asText());
        }
        regions.removeIf(region -> !REGION.matcher(region).matches());
        accounts.removeIf(account -> !ACCOUNT.matcher(account).matches());
        Place place = new Place(regions.stream().findFirst(), accounts.stream().findFirst());
        if (regions.size() > 1) {
            notHere.accept("several regions (" + String.join(", ", regions) + "): everything runs in "
                    + place.region().orElseThrow());
        }
        return place;
    }

    private static void collect(JsonNode module, List<JsonNode> data) {
        module.path("resources")
                .valueStream()
                .filter(resource -> resource.path("mode").asText().equals("data"))
                .forEach(data::add);
        module.path("child_modules").forEach(child -> collect(child, data));
    }

    /** What an expression is, where it is a text or a variable of the root. */
    private static Optional<String> value(JsonNode plan, JsonNode expression) {
        String constant = expression.path("constant_value").asText();
        String reference = expression.path("references").path(0).asText();
        String value = reference.startsWith("var.")
                ? plan.path("variables")
                        .path(reference.substring("var.".length()))
                        .path("value")
                        .asText()
                : constant;
        return Optional.of(value).filter(text -> !text.isEmpty());
    }
}

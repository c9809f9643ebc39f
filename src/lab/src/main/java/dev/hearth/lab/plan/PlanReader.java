package dev.hearth.lab.plan;

import static dev.hearth.lab.plan.NotHere.LATER;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.lab.Refusal;
import dev.hearth.lab.lambda.FunctionName;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.lambda.FunctionSettings.Asynchronous;
import dev.hearth.lab.lambda.MemorySize;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** From a plan's resources to functions. What the local Lambda does not do as AWS would is noted, and the rest goes on. */
final class PlanReader {

    /** Every resource has one since the provider's 6.0; {@link Place} reads it. */
    private static final String REGION = "region";

    private static final String OWN_JAVA = "java25";
    private static final String REST_INTEGRATION = "aws_api_gateway_integration";

    /** What a function may have that the local Lambda has not, by attribute. */
    private static final List<Map.Entry<String, String>> NOT_IMITATED = List.of(
            Map.entry("layers", "layers"),
            Map.entry("vpc_config", "a VPC"),
            Map.entry("file_system_config", "a file system of its own"),
            Map.entry("dead_letter_config", "a queue for events that are given up"));

    private final Resources resources;
    private final JsonNode plan;
    private final List<String> notHere = new ArrayList<>();

    PlanReader(Resources resources, JsonNode plan) {
        this.resources = resources;
        this.plan = plan;
    }

    TerraformPlan read() {
        Map<String, Integer> provisioned = provisioned();
        Map<String, FunctionSettings> settings = new LinkedHashMap<>();
        Map<String, Resource> found = new HashMap<>();
        resources.of("aws_lambda_function").forEach(resource -> settings(resource, provisioned)
                .ifPresent(function -> {
                    settings.put(function.name(), function);
                    found.put(function.name(), resource);
                }));
        resources.all().forEach(this::noteAttributes);
        Map<String, List<PlannedSchedule>> schedules = new ScheduleReader(resources, settings, notHere::add).read();
        List<PlannedFunction> functions = settings.values().stream()
                .map(function -> new PlannedFunction(
                        function,
                        code(found.get(function.name())),
                        found.get(function.name()).text("handler"),
                        found.get(function.name())
                                .text("runtime")
                                .filter(runtime -> runtime.startsWith("java"))
                                .isPresent(),
                        url(function.name())
                                .flatMap(url -> url.text("qualifier"))
                                .filter(function.aliases()::contains)
                                .or(() -> function.aliases().stream().sorted().findFirst()),
                        front(function.name()),
                        schedules.getOrDefault(function.name(), List.of())))
                .toList();
        Place place = Place.of(plan, resources.all(), notHere::add);
        return new TerraformPlan(functions, place.region(), place.account(), notHere);
    }

    /** What the table of attributes says of a resource; of one that it does not know, that it is not here. */
    private void noteAttributes(Resource resource) {
        List<Attributes.Attribute> attributes = Attributes.TABLE.of(resource.type());
        if (attributes.isEmpty() && resources.namesFunction(resource)) {
            notHere.add(
                    resource.type().equals(REST_INTEGRATION)
                            ? "the resources, methods, authorizers and models of the REST API that "
                                    + resource.address()
                                    + " is of: every request reaches its function"
                            : resource.address() + ", which names a function: this kind of resource is not known here");
        }
        noteUnknownAttributes(resource, attributes);
        for (Attributes.Attribute attribute : attributes) {
            if (!attribute.isNotHere() || (attribute.ofFunctionsOnly() && !resources.namesFunction(resource))) {
                continue;
            }
            if (attribute.name().equals(Attributes.ALL)) {
                notHere.add(attribute.words() + ": " + resource.address());
            } else {
                Optional<String> later = attribute.isNeverHere() && resource.isOpen(attribute.name())
                        ? Optional.of("(" + LATER + ")")
                        : Optional.empty();
                resource.said(attribute.name())
                        .or(() -> later)
                        .filter(value -> !attribute.isHere(value))
                        .ifPresent(value -> notHere.add(
                                attribute.words().replace("{}", value) + ", which " + shown(resource) + " has"));
            }
        }
    }

    /** What a provider newer than the table has, where it is set: it may change what the function does. */
    private void noteUnknownAttributes(Resource resource, List<Attributes.Attribute> attributes) {
        Set<String> known = attributes.stream()
                .map(attribute -> attribute.name().replaceFirst("\\..*", ""))
                .collect(Collectors.toSet());
        if (known.isEmpty() || known.contains(Attributes.ALL)) {
            return;
        }
        resource.names().stream()
                .filter(name -> !known.contains(name) && !name.equals(REGION))
                .filter(name -> resource.said(name)
                        .filter(value -> !value.equals("false"))
                        .isPresent())
                .forEach(name -> notHere.add(
                        "the attribute " + name + ", which " + shown(resource) + " has: it is not known here"));
    }

    private static String shown(Resource resource) {
        return switch (resource.type()) {
            case "aws_lambda_function" -> resource.text("function_name").orElse(resource.address());
            case "aws_scheduler_schedule" ->
                "the schedule " + resource.text("name").orElse(resource.address());
            default -> resource.address();
        };
    }

    private PlannedFunction.Front front(String function) {
        if (url(function).isPresent()) {
            return PlannedFunction.Front.FUNCTION_URL;
        }
        return resources.of(REST_INTEGRATION).anyMatch(integration -> resources.names(integration, "uri", function))
                ? PlannedFunction.Front.REST_API
                : PlannedFunction.Front.HTTP_API;
    }

    private Optional<Resource> url(String function) {
        return resources.of("aws_lambda_function_url", function).findFirst();
    }

    private Stream<Resource> ofLambda(String scalingType) {
        return resources.of(scalingType).filter(resource -> resource.text("service_namespace")
                .filter("lambda"::equals)
                .isPresent());
    }

    private Optional<FunctionSettings> settings(Resource resource, Map<String, Integer> provisioned) {
        Optional<String> name = resource.text("function_name");
        if (name.isEmpty()) {
            notHere.add("the function " + resource.address() + ": its name is " + LATER);
            return Optional.empty();
        }
        if (!runs(name.get(), resource)) {
            return Optional.empty();
        }
        noteDifferences(name.get(), resource);
        try {
            FunctionSettings settings = FunctionSettings.named(name.get())
                    .withAliases(aliases(name.get()))
                    .withAsynchronous(asynchronous(name.get()))
                    .withEnvironment(environment(name.get(), resource))
                    .withProvisionedConcurrency(provisioned.getOrDefault(name.get(), 0));
            OptionalInt memory = resource.number("memory_size");
            if (memory.isPresent()) {
                settings = settings.withMemory(new MemorySize(memory.getAsInt()));
            }
            OptionalInt timeout = resource.number("timeout");
            if (timeout.isPresent()) {
                settings = settings.withTimeout(Duration.ofSeconds(timeout.getAsInt()));
            }
            // The AWS provider's word for "nothing reserved" is -1.
            OptionalInt reserved = resource.number("reserved_concurrent_executions");
            if (reserved.orElse(-1) >= 0) {
                settings = settings.withReservedConcurrency(reserved.getAsInt());
            }
            return Optional.of(settings);
        } catch (IllegalArgumentException e) {
            throw new Refusal(resource.address() + ": " + e.getMessage(), e);
        }
    }

    /** Whether there is a runtime for it; a container image, which names none, is its code's matter. */
    private boolean runs(String function, Resource resource) {
        String runtime = resource.text("runtime").orElse(OWN_JAVA);
        boolean java = runtime.startsWith("java");
        boolean runs = java || runtime.startsWith("provided");
        if (!runs) {
            notHere.add("the function " + function + ": its runtime " + runtime
                    + ", where there are provided.al2023 and " + OWN_JAVA);
        } else if (java && !runtime.equals(OWN_JAVA)) {
            notHere.add("the runtime " + runtime + " of " + function + ": it runs on " + OWN_JAVA);
        }
        return runs;
    }

    private void noteDifferences(String function, Resource resource) {
        NOT_IMITATED.stream()
                .filter(part -> resource.hasAny(part.getKey()) || resource.isUnknown(part.getKey()))
                .forEach(part -> notHere.add(part.getValue() + ", which " + function + " has"));
        Stream.of("memory_size", "timeout", "reserved_concurrent_executions")
                .filter(resource::isUnknown)
                .forEach(attribute -> notHere.add("the " + attribute + " of " + function + ": it is " + LATER));
        if (resource.says("tracing_config", "mode", "Active")) {
            notHere.add("X-Ray, which " + function + " sends its traces to");
        }
        if (resource.says("snap_start", "apply_on", "PublishedVersions")) {
            notHere.add("SnapStart's snapshot, which " + function
                    + " would start from: each of its environments starts in full");
        }
    }

    private static Code code(Resource function) {
        Optional<String> filename = function.text("filename");
        if (filename.isPresent()) {
            return new Code.Zip(path(function.address(), filename.get()), function.text("source_code_hash"));
        }
        return new Code.Elsewhere(
                function.isUnknown("filename")
                        ? "has a path that is " + LATER
                        : function.text("image_uri")
                                .map("is the container image "::concat)
                                .or(() -> function.text("s3_bucket").map("lies in the S3 bucket "::concat))
                                .orElse("is not named in the plan"));
    }

    private static Path path(String function, String filename) {
        try {
            return Path.of(filename);
        } catch (InvalidPathException e) {
            throw new Refusal(function + ".filename is no path (" + e.getReason() + "): " + filename, e);
        }
    }

    private Map<String, String> environment(String function, Resource resource) {
        Optional<Resource> environment = resource.block("environment");
        environment.map(block -> block.unknownKeys("variables")).orElse(List.of()).stream()
                .sorted()
                .forEach(variable ->
                        notHere.add("the environment variable " + variable + " of " + function + ": it is " + LATER));
        return environment.map(block -> block.texts("variables")).orElse(Map.of());
    }

    private Set<String> aliases(String function) {
        Set<String> aliases = new TreeSet<>();
        resources.of("aws_lambda_alias", function).forEach(alias -> {
            String name = alias.text("name").orElseThrow(() -> new Refusal(alias.address() + " has no name"));
            aliases.add(name);
            if (alias.hasAny("routing_config")) {
                notHere.add("the routing of " + function + ":" + name + " between versions: here is one");
            }
        });
        return aliases;
    }

    /** AWS has such settings for each qualifier, the local Lambda one for the function: those of an alias first. */
    private Asynchronous asynchronous(String function) {
        List<Resource> configurations = resources
                .of("aws_lambda_function_event_invoke_config", function)
                .toList();
        if (configurations.stream().map(PlanReader::asynchronous).distinct().count() > 1) {
            notHere.add("asynchronous settings of " + function + " for each alias: those of "
                    + first(configurations).text("qualifier").orElse(FunctionName.LATEST) + " hold for all");
        }
        return configurations.isEmpty() ? Asynchronous.DEFAULT : asynchronous(first(configurations));
    }

    private static Resource first(List<Resource> configurations) {
        return configurations.stream()
                .filter(configuration -> configuration.text("qualifier").isPresent())
                .findFirst()
                .orElseGet(configurations::getFirst);
    }

    private static Asynchronous asynchronous(Resource configuration) {
        OptionalInt age = configuration.number("maximum_event_age_in_seconds");
        return new Asynchronous(
                configuration.number("maximum_retry_attempts").orElse(Asynchronous.DEFAULT.maximumRetries()),
                age.isPresent() ? Duration.ofSeconds(age.getAsInt()) : Asynchronous.DEFAULT.maximumEventAge());
    }

    /** By function: what is fixed, or else the least that scaling starts from. */
    private Map<String, Integer> provisioned() {
        Map<FunctionName, Integer> byAlias = new LinkedHashMap<>();
        resources.of("aws_lambda_provisioned_concurrency_config").forEach(configuration -> resources
                .name(configuration, "function_name")
                .ifPresent(function -> byAlias.put(
                        new FunctionName(function.name(), configuration.text("qualifier")),
                        configuration
                                .number("provisioned_concurrent_executions")
                                .orElse(0))));
        ofLambda("aws_appautoscaling_target")
                .forEach(target -> resources.name(target, "resource_id").ifPresent(alias -> {
                    int least = target.number("min_capacity").orElse(0);
                    byAlias.putIfAbsent(alias, least);
                    notHere.add("scaling of " + alias.text() + " between " + least + " and "
                            + target.number("max_capacity").orElse(least) + " environments: the "
                            + byAlias.get(alias) + " that are started up front stay");
                }));
        ofLambda("aws_appautoscaling_scheduled_action").forEach(action -> resources
                .name(action, "resource_id")
                .ifPresent(alias -> notHere.add("the scheduled action "
                        + action.text("name").orElse(action.address()) + ", "
                        + action.text("schedule").orElse("") + ": it would scale " + alias.text() + " to "
                        + action.block("scalable_target_action")
                                .map(bounds -> bound(bounds, "min_capacity") + " to " + bound(bounds, "max_capacity"))
                                .orElse("other bounds"))));
        Map<String, Integer> byFunction = new HashMap<>();
        byAlias.forEach((alias, number) -> byFunction.merge(alias.name(), number, Integer::sum));
        return byFunction;
    }

    private static String bound(Resource bounds, String name) {
        OptionalInt bound = bounds.number(name);
        return bound.isPresent() ? String.valueOf(bound.getAsInt()) : "the same";
    }
}

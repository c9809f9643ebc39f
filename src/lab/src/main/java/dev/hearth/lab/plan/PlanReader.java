package dev.hearth.lab.plan;

import dev.hearth.lab.lambda.FunctionName;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.lambda.FunctionSettings.Asynchronous;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.schedule.Expression;
import dev.hearth.lab.schedule.Schedule;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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

    private static final String LATER = "known after apply only";
    private static final String OWN_JAVA = "java25";

    /** What a function may have that the local Lambda has not, by attribute. */
    private static final List<Map.Entry<String, String>> NOT_IMITATED = List.of(
            Map.entry("layers", "layers"),
            Map.entry("vpc_config", "a VPC"),
            Map.entry("file_system_config", "a file system of its own"),
            Map.entry("dead_letter_config", "a queue for events that are given up"));

    private final List<Resource> resources;
    private final References references;
    private final List<String> notHere = new ArrayList<>();

    PlanReader(List<Resource> resources, References references) {
        this.resources = resources;
        this.references = references;
    }

    TerraformPlan read() {
        Map<String, Integer> provisioned = provisioned();
        Map<String, FunctionSettings> settings = new LinkedHashMap<>();
        Map<String, Resource> found = new HashMap<>();
        of("aws_lambda_function")
                .forEach(resource -> settings(resource, provisioned).ifPresent(function -> {
                    settings.put(function.name(), function);
                    found.put(function.name(), resource);
                }));
        resources.forEach(this::noteAttributes);
        Map<String, List<PlannedSchedule>> schedules = schedules(settings);
        List<PlannedFunction> functions = settings.values().stream()
                .map(function -> new PlannedFunction(
                        function,
                        code(found.get(function.name())),
                        found.get(function.name()).text("handler"),
                        url(function.name())
                                .flatMap(url -> url.text("qualifier"))
                                .filter(function.aliases()::contains)
                                .or(() -> function.aliases().stream().sorted().findFirst()),
                        url(function.name()).isPresent(),
                        schedules.getOrDefault(function.name(), List.of())))
                .toList();
        return new TerraformPlan(functions, notHere);
    }

    /** What the table of attributes says of a resource; of one that it does not know, that it is not here. */
    private void noteAttributes(Resource resource) {
        List<Attributes.Attribute> attributes = Attributes.TABLE.of(resource.type());
        if (attributes.isEmpty() && namesFunction(resource)) {
            notHere.add(resource.address() + ", which names a function: this kind of resource is not known here");
        }
        for (Attributes.Attribute attribute : attributes) {
            if (!attribute.isNotHere() || (attribute.ofFunctionsOnly() && !namesFunction(resource))) {
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

    private static String shown(Resource resource) {
        return switch (resource.type()) {
            case "aws_lambda_function" -> resource.text("function_name").orElse(resource.address());
            case "aws_scheduler_schedule" ->
                "the schedule " + resource.text("name").orElse(resource.address());
            default -> resource.address();
        };
    }

    private boolean namesFunction(Resource resource) {
        Set<String> addresses = references.of(resource.address());
        return of("aws_lambda_function")
                        .anyMatch(function -> addresses.contains(function.address())
                                || function.text("function_name")
                                        .filter(name ->
                                                resource.values().toString().contains(":function:" + name))
                                        .isPresent())
                || of("aws_lambda_alias").anyMatch(alias -> addresses.contains(alias.address()));
    }

    private Stream<Resource> of(String type) {
        return resources.stream().filter(resource -> resource.type().equals(type));
    }

    /** Those that belong to a function, which they name barely, with a qualifier or by ARN. */
    private Stream<Resource> of(String type, String function) {
        return of(type).filter(resource -> name(resource, "function_name")
                .filter(name -> name.name().equals(function))
                .isPresent());
    }

    private Optional<Resource> url(String function) {
        return of("aws_lambda_function_url", function).findFirst();
    }

    private Stream<Resource> ofLambda(String scalingType) {
        return of(scalingType).filter(resource -> resource.text("service_namespace")
                .filter("lambda"::equals)
                .isPresent());
    }

    /** Which function an attribute names, or, where that is known after apply only, refers to. */
    private Optional<FunctionName> name(Resource resource, String attribute) {
        return resource.isUnknown(attribute)
                ? referred(resource.address(), attribute)
                : resource.text(attribute).flatMap(FunctionName::parse);
    }

    /** Empty where it refers to no function, or to several. An alias's ARN and its function's name the alias. */
    private Optional<FunctionName> referred(String address, String attribute) {
        Set<FunctionName> names = new HashSet<>();
        Set<String> addresses = references.of(address, attribute);
        resources.stream()
                .filter(resource -> addresses.contains(resource.address()))
                .forEach(resource -> {
                    if (resource.type().equals("aws_lambda_function")) {
                        name(resource, "function_name").ifPresent(names::add);
                    } else if (resource.type().equals("aws_lambda_alias")) {
                        name(resource, "function_name")
                                .ifPresent(function ->
                                        names.add(new FunctionName(function.name(), resource.text("name"))));
                    }
                });
        Set<FunctionName> aliases =
                names.stream().filter(name -> name.qualifier().isPresent()).collect(Collectors.toSet());
        boolean one = names.stream().map(FunctionName::name).distinct().count() == 1 && aliases.size() <= 1;
        return one ? Stream.concat(aliases.stream(), names.stream()).findFirst() : Optional.empty();
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
            throw new InvalidPlan(resource.address() + ": " + e.getMessage(), e);
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
        if (says(resource, "tracing_config", "mode", "Active")) {
            notHere.add("X-Ray, which " + function + " sends its traces to");
        }
        if (says(resource, "snap_start", "apply_on", "PublishedVersions")) {
            notHere.add("SnapStart's snapshot, which " + function
                    + " would start from: each of its environments starts in full");
        }
    }

    private static boolean says(Resource resource, String block, String name, String value) {
        return resource.block(block)
                .flatMap(found -> found.text(name))
                .filter(value::equals)
                .isPresent();
    }

    private static Code code(Resource function) {
        Optional<String> filename = function.text("filename");
        if (filename.isPresent()) {
            return new Code.Zip(Path.of(filename.get()), function.text("source_code_hash"));
        }
        return new Code.Elsewhere(
                function.isUnknown("filename")
                        ? "has a path that is " + LATER
                        : function.text("image_uri")
                                .map("is the container image "::concat)
                                .or(() -> function.text("s3_bucket").map("lies in the S3 bucket "::concat))
                                .orElse("is not named in the plan"));
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
        of("aws_lambda_alias", function).forEach(alias -> {
            String name = alias.text("name").orElseThrow(() -> new InvalidPlan(alias.address() + " has no name"));
            aliases.add(name);
            if (alias.hasAny("routing_config")) {
                notHere.add("the routing of " + function + ":" + name + " between versions: here is one");
            }
        });
        return aliases;
    }

    /** AWS has such settings for each qualifier, the local Lambda one for the function: those of an alias first. */
    private Asynchronous asynchronous(String function) {
        List<Resource> configurations =
                of("aws_lambda_function_event_invoke_config", function).toList();
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
        of("aws_lambda_provisioned_concurrency_config").forEach(configuration -> name(configuration, "function_name")
                .ifPresent(function -> byAlias.put(
                        new FunctionName(function.name(), configuration.text("qualifier")),
                        configuration
                                .number("provisioned_concurrent_executions")
                                .orElse(0))));
        ofLambda("aws_appautoscaling_target")
                .forEach(target -> name(target, "resource_id").ifPresent(alias -> {
                    int least = target.number("min_capacity").orElse(0);
                    byAlias.putIfAbsent(alias, least);
                    notHere.add("scaling of " + text(alias) + " between " + least + " and "
                            + target.number("max_capacity").orElse(least) + " environments: the "
                            + byAlias.get(alias) + " that are started up front stay");
                }));
        ofLambda("aws_appautoscaling_scheduled_action").forEach(action -> name(action, "resource_id")
                .ifPresent(alias -> notHere.add("the scheduled action "
                        + action.text("name").orElse(action.address()) + ", "
                        + action.text("schedule").orElse("") + ": it would scale " + text(alias) + " to "
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

    private static String text(FunctionName function) {
        return function.name() + function.qualifier().map(":"::concat).orElse("");
    }

    private Map<String, List<PlannedSchedule>> schedules(Map<String, FunctionSettings> functions) {
        Map<String, List<PlannedSchedule>> schedules = new HashMap<>();
        Set<String> paths = new HashSet<>();
        of("aws_scheduler_schedule").forEach(resource -> {
            String shown = "the schedule " + resource.text("name").orElse(resource.address());
            try {
                PlannedSchedule planned = schedule(resource, functions);
                if (!paths.add(planned.schedule().path())) {
                    throw new NotHere("there is another one of this name");
                }
                schedules
                        .computeIfAbsent(planned.schedule().function().name(), function -> new ArrayList<>())
                        .add(planned);
                if (says(resource, "flexible_time_window", "mode", "FLEXIBLE")) {
                    notHere.add(
                            "the flexible time window of " + planned.schedule().name() + ": it fires when it is due");
                }
            } catch (NotHere | IllegalArgumentException | DateTimeException e) {
                notHere.add(shown + ": " + e.getMessage());
            }
        });
        return schedules;
    }

    private PlannedSchedule schedule(Resource resource, Map<String, FunctionSettings> functions) {
        if (resource.text("state").filter("DISABLED"::equals).isPresent()) {
            throw new NotHere("it is disabled");
        }
        String expression = required(resource, "schedule_expression");
        Resource target = resource.block("target").orElseThrow(() -> new NotHere("it has no target"));
        return new PlannedSchedule(
                expression,
                new Schedule(
                        resource.text("group_name").orElse(Schedule.DEFAULT_GROUP),
                        required(resource, "name"),
                        Expression.parse(expression),
                        ZoneId.of(resource.text("schedule_expression_timezone").orElse("UTC")),
                        resource.text("start_date").map(OffsetDateTime::parse).map(OffsetDateTime::toInstant),
                        resource.text("end_date").map(OffsetDateTime::parse).map(OffsetDateTime::toInstant),
                        target(resource, target, functions),
                        required(target, "input")));
    }

    private FunctionName target(Resource schedule, Resource target, Map<String, FunctionSettings> functions) {
        Optional<FunctionName> referred =
                target.isUnknown("arn") ? referred(schedule.address(), "target.arn") : Optional.empty();
        return referred.isPresent()
                ? function(text(referred.get()), functions)
                : function(required(target, "arn"), functions);
    }

    private static FunctionName function(String arn, Map<String, FunctionSettings> functions) {
        FunctionName function = FunctionName.parse(arn)
                .filter(name -> functions.containsKey(name.name()))
                .orElseThrow(() -> new NotHere("its target " + arn + " is no function that runs here"));
        boolean exists = function.qualifier().filter(qualifier -> !qualifier.equals(FunctionName.LATEST)).stream()
                .allMatch(functions.get(function.name()).aliases()::contains);
        if (!exists) {
            throw new NotHere("its target " + arn + " is no alias of this plan");
        }
        return function;
    }

    private static String required(Resource resource, String name) {
        return resource.text(name)
                .orElseThrow(() ->
                        new NotHere(resource.isUnknown(name) ? "its " + name + " is " + LATER : "it has no " + name));
    }

    /** Why a part of the plan does not run here. */
    private static final class NotHere extends RuntimeException {

        NotHere(String why) {
            super(why);
        }
    }
}

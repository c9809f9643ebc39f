package dev.hearth.lab.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.lab.lambda.FunctionName;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a plan leaves behind, and what of it belongs to which function. */
record Resources(List<Resource> all, References references) {

    Stream<Resource> of(String type) {
        return all.stream().filter(resource -> resource.type().equals(type));
    }

    /** Those that belong to a function, which they name barely, with a qualifier or by ARN. */
    Stream<Resource> of(String type, String function) {
        return of(type).filter(resource -> name(resource, "function_name")
                .filter(name -> name.name().equals(function))
                .isPresent());
    }

    /** Which function an attribute names, or, where that is known after apply only, refers to. */
    Optional<FunctionName> name(Resource resource, String attribute) {
        return resource.isUnknown(attribute)
                ? referred(resource.address(), attribute)
                : resource.text(attribute).flatMap(FunctionName::parse);
    }

    /** Empty where it refers to no function, or to several. An alias's ARN and its function's name the alias. */
    Optional<FunctionName> referred(String address, String attribute) {
        Set<FunctionName> names = new HashSet<>();
        referredTo(address, attribute).forEach(resource -> {
            if (resource.type().equals("aws_lambda_function")) {
                name(resource, "function_name").ifPresent(names::add);
            } else if (resource.type().equals("aws_lambda_alias")) {
                name(resource, "function_name")
                        .ifPresent(function -> names.add(new FunctionName(function.name(), resource.text("name"))));
            }
        });
        Set<FunctionName> aliases =
                names.stream().filter(name -> name.qualifier().isPresent()).collect(Collectors.toSet());
        boolean one = names.stream().map(FunctionName::name).distinct().count() == 1 && aliases.size() <= 1;
        return one ? Stream.concat(aliases.stream(), names.stream()).findFirst() : Optional.empty();
    }

    /** The resources that an attribute is made of. */
    Stream<Resource> referredTo(String address, String attribute) {
        Set<String> addresses = references.of(address, attribute);
        return all.stream().filter(resource -> addresses.contains(resource.address()));
    }

    /** Whether any attribute of a resource names or refers to a function of the plan or to its alias. */
    boolean namesFunction(Resource resource) {
        Set<String> addresses = references.of(resource.address());
        return of("aws_lambda_function")
                        .anyMatch(function -> addresses.contains(function.address())
                                || function.text("function_name")
                                        .filter(name -> anyText(resource.values(), isArnOf(name)))
                                        .isPresent())
                || of("aws_lambda_alias").anyMatch(alias -> addresses.contains(alias.address()));
    }

    /** Whether an attribute holds the ARN of a function, or refers to it. */
    boolean names(Resource resource, String attribute, String function) {
        return resource.text(attribute).filter(isArnOf(function)).isPresent()
                || referred(resource.address(), attribute)
                        .filter(name -> name.name().equals(function))
                        .isPresent();
    }

    private static Predicate<String> isArnOf(String function) {
        return text -> text.contains(":function:")
                && text.substring(text.indexOf(":function:") + ":function:".length())
                        .split("[^a-zA-Z0-9-_]", 2)[0]
                        .equals(function);
    }

    private static boolean anyText(JsonNode value, Predicate<String> is) {
        return value.isTextual() ? is.test(value.asText()) : value.valueStream().anyMatch(child -> anyText(child, is));
    }
}

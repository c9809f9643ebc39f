package dev.hearth.lab.plan;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.lab.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the local Lambda needs of a Terraform plan, be it of Hearth's own module or of any other: functions with their
 * aliases, schedules and provisioned concurrency (Terraform's documentation, "JSON Output Format", format 1).
 *
 * @param functions those that can run here
 * @param region where it deploys, as far as it says so
 * @param account twelve digits, as far as it says so
 * @param notHere what is otherwise than on AWS, a line each
 */
public record TerraformPlan(
        List<PlannedFunction> functions, Optional<String> region, Optional<String> account, List<String> notHere) {

    private static final String WANTED = "give what 'terraform show -json PLAN' prints, or terraform/plan-json";

    public TerraformPlan {
        functions = List.copyOf(functions);
        notHere = List.copyOf(notHere);
    }

    /**
     * Reads what {@code terraform show -json} printed of a plan.
     *
     * @throws Refusal if the file is no plan, or one without a function that can run here
     */
    public static TerraformPlan read(Path file) {
        return read(file, json(file));
    }

    /** @param file what it was read from, to say so */
    static TerraformPlan read(Path file, JsonNode plan) {
        requirePlan(file, plan);
        List<Resource> resources = Resource.all(plan);
        References references =
                new References(plan, resources.stream().map(Resource::address).collect(Collectors.toSet()));
        TerraformPlan read = new PlanReader(new Resources(resources, references), plan).read();
        if (read.functions.isEmpty()) {
            throw new Refusal(
                    read.notHere.isEmpty()
                            ? "the plan " + file + " deploys no Lambda function"
                            : "the plan " + file + " deploys no Lambda function that can run here:\n  "
                                    + String.join("\n  ", read.notHere));
        }
        return read;
    }

    private static JsonNode json(Path file) {
        try {
            byte[] content = Files.readAllBytes(file);
            if (content.length > 1 && content[0] == 'P' && content[1] == 'K') {
                throw new Refusal(file + " is a plan in Terraform's own form, not in JSON: write 'terraform show -json "
                        + file + " > plan.json' where it was planned, and give plan.json");
            }
            return new ObjectMapper().readTree(content);
        } catch (NoSuchFileException e) {
            throw new Refusal(
                    "there is no plan " + file + ": write one with 'terraform/plan-json > " + file
                            + "', or with 'terraform show -json PLAN > " + file + "'",
                    e);
        } catch (JacksonException e) {
            // What is nested too deeply has no place.
            String where =
                    e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
            throw new Refusal(file + " is no JSON" + where + ": " + WANTED, e);
        } catch (IOException e) {
            throw new Refusal("cannot read the plan " + file + ": " + e.getMessage(), e);
        }
    }

    private static void requirePlan(Path file, JsonNode plan) {
        String format = plan.path("format_version").asText();
        if (plan.has("lineage") || (plan.has("values") && !plan.has("planned_values"))) {
            throw new Refusal(file + " is a state, which says what is deployed, not a plan: " + WANTED);
        }
        if (format.isEmpty()) {
            throw new Refusal(file + " is JSON, but no plan: " + WANTED);
        }
        if (!format.startsWith("1.")) {
            throw new Refusal(file + " is a plan in format " + format + ", of which only 1 is known here: plan with"
                    + " Terraform 1.9 or a later 1.x");
        }
        if (!plan.has("planned_values")) {
            throw new Refusal(file + " is no plan (it has no planned_values): " + WANTED);
        }
        if (plan.path("errored").asBoolean()) {
            throw new Refusal(file + " is half a plan: Terraform met errors while it planned. Mend them and plan anew");
        }
    }
}

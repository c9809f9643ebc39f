package dev.hearth.lab.bench;

import dev.hearth.lab.Refusal;
import dev.hearth.lab.lambda.MemorySize;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.PreconditionFailedException;
import software.amazon.awssdk.services.lambda.waiters.LambdaWaiter;

/**
 * A function on AWS, as far as a measurement changes it: a variable of its environment, whose new value makes all its
 * environments of {@code $LATEST} new, and its memory size. The variable carries the memory size that the function had, so
 * that a measurement that was killed can be put right by the next one.
 */
final class DeployedFunction implements AutoCloseable {

    /** Marks a function that is being measured: the memory size that it had, and what makes the value new. */
    static final String MARK = "HEARTH_BENCH";

    private static final Duration POLL = Duration.ofMillis(500);
    private static final int POLLS = 240;

    private final LambdaClient client;
    private final String name;
    private final LambdaWaiter waiter;
    private final GetFunctionConfigurationResponse original;

    private DeployedFunction(LambdaClient client, String name, LambdaWaiter waiter) {
        this.client = client;
        this.name = name;
        this.waiter = waiter;
        this.original = restore();
    }

    /** Looks at a function, and puts right what an earlier measurement left. */
    static DeployedFunction find(LambdaClient client, String name) {
        LambdaWaiter waiter = LambdaWaiter.builder()
                .client(client)
                .overrideConfiguration(
                        polling -> polling.maxAttempts(POLLS).backoffStrategyV2(BackoffStrategy.fixedDelay(POLL)))
                .build();
        return new DeployedFunction(client, name, waiter);
    }

    GetFunctionConfigurationResponse original() {
        return original;
    }

    MemorySize memory() {
        return new MemorySize(original.memorySize());
    }

    /** Makes every environment new: the next invocation is a cold start, with this memory size. */
    void refresh(MemorySize memory) {
        GetFunctionConfigurationResponse current = settled();
        Map<String, String> variables = variables(current);
        variables.put(MARK, original.memorySize() + "/" + UUID.randomUUID());
        update(current, memory.megabytes(), variables);
    }

    /** Takes the mark away, with the memory size that it tells; what somebody else changed meanwhile stays. */
    GetFunctionConfigurationResponse restore() {
        GetFunctionConfigurationResponse current = settled();
        Map<String, String> variables = variables(current);
        Optional<String> mark = Optional.ofNullable(variables.remove(MARK));
        if (mark.isEmpty()) {
            return current;
        }
        update(current, memoryBefore(mark.get(), current), variables);
        return settled();
    }

    /** Puts everything back; an interrupt does not keep it from that. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            restore();
        } catch (SdkException e) {
            throw new Refusal("could not put the configuration of " + name + " back: " + e.getMessage()
                    + "\nit has a variable " + MARK + " too many, and should have " + original.memorySize()
                    + " MB: run hearth bench --aws " + name + " again, which puts it back first, or do it by hand");
        } finally {
            waiter.close();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private GetFunctionConfigurationResponse settled() {
        GetFunctionConfigurationResponse current =
                client.getFunctionConfiguration(request -> request.functionName(name));
        return current.lastUpdateStatus() == LastUpdateStatus.IN_PROGRESS ? updated() : current;
    }

    private GetFunctionConfigurationResponse updated() {
        waiter.waitUntilFunctionUpdated(request -> request.functionName(name));
        return client.getFunctionConfiguration(request -> request.functionName(name));
    }

    private void update(GetFunctionConfigurationResponse current, int memory, Map<String, String> variables) {
        try {
            client.updateFunctionConfiguration(request -> request.functionName(name)
                    .memorySize(memory)
                    .environment(environment -> environment.variables(variables))
                    .revisionId(current.revisionId()));
        } catch (PreconditionFailedException e) {
            throw new Refusal("somebody else changed " + name + " at the same time: measure when nobody deploys");
        }
        updated();
    }

    /** The function's variables; refuses where AWS does not tell them, since writing them back would lose them. */
    private Map<String, String> variables(GetFunctionConfigurationResponse current) {
        if (current.environment() == null) {
            return new HashMap<>();
        }
        if (current.environment().error() != null) {
            throw new Refusal("AWS does not show you the variables of " + name + " ("
                    + current.environment().error().message()
                    + "), so they could not be put back: get the permission to decrypt them, or measure a copy");
        }
        return new HashMap<>(current.environment().variables());
    }

    private static int memoryBefore(String mark, GetFunctionConfigurationResponse current) {
        try {
            return Integer.parseInt(mark.substring(0, Math.max(0, mark.indexOf('/'))));
        } catch (NumberFormatException e) {
            return current.memorySize();
        }
    }
}

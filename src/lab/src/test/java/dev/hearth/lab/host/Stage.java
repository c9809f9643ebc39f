package dev.hearth.lab.host;

import dev.hearth.lab.host.ScriptedEnvironments.Scripted;
import dev.hearth.lab.lambda.AccountSettings;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.lambda.Lambda.Outcome;
import dev.hearth.lab.lambda.Lambda.Request;
import dev.hearth.lab.lambda.LambdaEvent;
import dev.hearth.lab.lambda.MemorySize;
import dev.hearth.lab.lambda.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** A local Lambda on virtual time with scripted environments. */
final class Stage {

    static final FunctionSettings HELLO = FunctionSettings.named("hello").withMemory(new MemorySize(512));
    static final Request CALL = request("hello", false, Optional.empty());

    final VirtualTime time = new VirtualTime();
    final ScriptedEnvironments environments = new ScriptedEnvironments();
    final List<LambdaEvent> events = new ArrayList<>();
    final LocalLambda lambda;

    Stage(FunctionSettings... functions) {
        this(AccountSettings.DEFAULT, functions);
    }

    Stage(AccountSettings account, FunctionSettings... functions) {
        lambda = new LocalLambda(account, List.of(functions), environments, time, new SplittableRandom(1), events::add);
    }

    Reply invoke() {
        return invoke(CALL);
    }

    Reply invokeWithLog() {
        return invoke(request("hello", true, Optional.empty()));
    }

    Reply invoke(Request request) {
        return new Reply(lambda.invoke(request));
    }

    /** Queues an event and tells its id. */
    String enqueue() {
        return ((Outcome.Accepted) lambda.enqueue(CALL)).requestId();
    }

    /** A new environment that has served one invocation. */
    Scripted warm() {
        invoke();
        environments.last().ready();
        environments.last().serves("warm");
        return environments.last();
    }

    /** So many idle environments, in the order in which they became idle. */
    List<Scripted> warm(int number) {
        int before = environments.started.size();
        for (int n = 0; n < number; n++) {
            invoke();
        }
        List<Scripted> started = List.copyOf(environments.started.subList(before, before + number));
        started.forEach(environment -> {
            environment.ready();
            environment.serves("warm");
        });
        return started;
    }

    void pass(Duration duration) {
        time.pass(duration);
    }

    <E extends LambdaEvent> List<E> events(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    static Request request(String function, boolean wantsLog, Optional<String> qualifier) {
        return new Request(function, qualifier, Payload.of("{}"), wantsLog, Optional.empty(), Optional.empty());
    }

    static Request traced(String traceId) {
        return new Request("hello", Optional.empty(), Payload.of("{}"), false, Optional.empty(), Optional.of(traceId));
    }
}

package dev.hearth.lab.attack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.lab.attack.Wire.Reply;
import dev.hearth.lab.soak.Requests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Who uses the lab all the while: users over HTTP, callers and senders of events, and whoever warms. Thread-safe. */
final class Clients implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int USERS = 3;
    private static final int SENDERS = 2;
    private static final int LONGEST_PAUSE_MILLIS = 20;
    private static final int LONGEST_CYCLE_PAUSE_MILLIS = 2_000;
    private static final Duration WHILE_DOWN = Duration.ofMillis(20);
    private static final int LARGEST_EVENT = 200_000;
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int ERRORS = 400;

    /** What the script is told to do now and then; else it answers. */
    private static final List<String> MISDEEDS =
            List.of("wait", "hang", "exit", "die", "noise", "daemon", "twice", "rubbish", "error");

    private static final int MISDEEDS_ONE_OF = 15;

    private final Victim victim;
    private final Ledger ledger;
    private final Problems problems;
    private final Gate gate;
    private final List<Thread> threads;

    Clients(Victim victim, Ledger ledger, Problems problems, Gate gate, long seed) {
        this.victim = victim;
        this.ledger = ledger;
        this.problems = problems;
        this.gate = gate;
        SplittableRandom seeds = new SplittableRandom(seed);
        threads = new ArrayList<>();
        for (int i = 0; i < USERS; i++) {
            Requests requests = new Requests(seeds.nextLong());
            begin(seeds.split(), LONGEST_PAUSE_MILLIS, random -> use(requests.next()));
        }
        for (int i = 0; i < SENDERS; i++) {
            begin(seeds.split(), LONGEST_PAUSE_MILLIS, this::send);
        }
        begin(seeds.split(), LONGEST_PAUSE_MILLIS, this::call);
        begin(seeds.split(), LONGEST_CYCLE_PAUSE_MILLIS, random -> cycle(random.nextInt(1, Victim.RESERVED + 4)));
    }

    private interface Step {
        void take(SplittableRandom random);
    }

    private void begin(SplittableRandom random, int longestPause, Step step) {
        threads.add(Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    if (victim.life().isEmpty()) {
                        Thread.sleep(WHILE_DOWN);
                    } else {
                        gate.pass(() -> step.take(random));
                        Thread.sleep(random.nextInt(longestPause));
                    }
                }
            } catch (InterruptedException e) {
                // That is the end.
            }
        }));
    }

    private void use(Requests.Request request) {
        String target = request.path() + (request.query().isEmpty() ? "" : "?" + request.query());
        byte[] bytes = Wire.request("GET", target, victim.httpPort(), Map.of(), new byte[0]);
        answer("GET " + target, victim.exchange(victim.httpPort(), bytes)).ifPresent(answered -> {
            if (answered.status() == OK) {
                request.objection(parse(answered.body()))
                        .ifPresentOrElse(
                                why -> problems.add("GET " + target + ": " + why + ": " + answered.body()),
                                ledger::answered);
            } else {
                refused("GET " + target, answered);
            }
        });
    }

    private void send(SplittableRandom random) {
        boolean script = random.nextInt(4) > 0;
        String body = script
                ? deed(random, "x".repeat(random.nextInt(20) == 0 ? random.nextInt(LARGEST_EVENT) : 0))
                : new Requests(random.nextLong()).next().event().text();
        String what = "an event to " + (script ? Victim.SCRIPT : Victim.FUNCTION);
        Map<String, String> headers = Map.of("X-Amz-Invocation-Type", "Event");
        answer(what, invoke(script ? Victim.SCRIPT : Victim.FUNCTION, headers, body))
                .ifPresent(answered -> {
                    if (answered.status() == ACCEPTED) {
                        ledger.accepted(answered.header("x-amzn-requestid").orElse("none"));
                        ledger.answered();
                    } else {
                        refused(what, answered);
                    }
                });
    }

    private void call(SplittableRandom random) {
        String event = deed(random, "");
        String what = "the script with " + event;
        answer(what, invoke(Victim.SCRIPT, Map.of("X-Amz-Log-Type", "Tail"), event))
                .ifPresent(answered -> {
                    if (answered.status() != OK
                            || answered.header("x-amz-function-error").isPresent()) {
                        refused(what, answered);
                    } else if (answered.body().equals(event)) {
                        ledger.answered();
                    } else {
                        problems.add(what + " answered something else: " + answered.body());
                    }
                });
    }

    private static String deed(SplittableRandom random, String filling) {
        String deed = random.nextInt(MISDEEDS_ONE_OF) == 0 ? MISDEEDS.get(random.nextInt(MISDEEDS.size())) : "answer";
        return "{\"n\":" + random.nextInt(1_000_000) + ",\"do\":\"" + deed + "\",\"x\":\"" + filling + "\"}";
    }

    /** How many environments a cycle reached; empty where it ended in an error or with the lab. */
    Optional<Integer> cycle(int target) {
        String what = "a cycle of " + target;
        return answer(what, invoke(Victim.FUNCTION, Map.of(), "{\"hearth\":{\"cycle\":{\"target\":" + target + "}}}"))
                .flatMap(answered -> {
                    JsonNode report = parse(answered.body());
                    if (answered.status() != OK || !report.has("reached")) {
                        refused(what, answered);
                        return Optional.empty();
                    }
                    ledger.answered();
                    ledger.cycle(report);
                    return Optional.of(report.path("reached").asInt());
                });
    }

    private Optional<Reply> invoke(String function, Map<String, String> headers, String event) {
        String target = "/2015-03-31/functions/" + function + "/invocations";
        byte[] body = event.getBytes(StandardCharsets.UTF_8);
        return victim.exchange(victim.apiPort(), Wire.request("POST", target, victim.apiPort(), headers, body));
    }

    /** Counts what was no answer. */
    private Optional<Reply.Answered> answer(String what, Optional<Reply> reply) {
        if (reply.isEmpty()) {
            ledger.wentWithTheLab();
            return Optional.empty();
        }
        return switch (reply.get()) {
            case Reply.Answered answered -> Optional.of(answered);
            case Reply.Closed(String why) -> {
                problems.add(what + " had no answer: the connection ended " + why);
                yield Optional.empty();
            }
            case Reply.Silent _ -> {
                problems.add(what + " was never answered");
                yield Optional.empty();
            }
        };
    }

    private void refused(String what, Reply.Answered answered) {
        boolean said = answered.status() >= ERRORS
                || answered.header("x-amz-function-error").isPresent();
        if (said && (isInWords(answered) || isPlain(answered))) {
            ledger.refused();
        } else {
            problems.add(what + " was answered without a word: " + answered.status() + " " + answered.headers() + " "
                    + answered.body());
        }
    }

    /** Whether a body says what is wrong: JSON with a message, as AWS's errors are. */
    static boolean isInWords(Reply.Answered answered) {
        JsonNode body = parse(answered.body());
        return body.hasNonNull("message")
                || body.hasNonNull("Message")
                || body.hasNonNull("errorMessage")
                || body.hasNonNull("errorType");
    }

    /** As function URLs answer. */
    private static boolean isPlain(Reply.Answered answered) {
        return answered.header("content-type").equals(Optional.of("text/plain"))
                && !answered.body().isBlank();
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}

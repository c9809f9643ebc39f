package dev.hearth.lab.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.cost.Rates;
import dev.hearth.lab.lambda.Answer;
import dev.hearth.lab.lambda.EnvironmentId;
import dev.hearth.lab.lambda.ExtensionReport;
import dev.hearth.lab.lambda.Initialization;
import dev.hearth.lab.lambda.LambdaEvent;
import dev.hearth.lab.lambda.Payload;
import dev.hearth.lab.lambda.Report;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Tells what happens, a readable line an event; what happens many times over is told once, with its number. Not thread-safe. */
public final class Narrator {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final MathContext THREE_DIGITS = new MathContext(3);
    private static final int SHORT_ID = 8;
    private static final int LOG_LINES = 20;
    private static final int LOGS = 1_000;
    private static final int SERVER_ERROR = 500;
    private static final Duration NOTABLE_WAIT = Duration.ofMillis(50);

    private final Ink ink;
    private final boolean severalFunctions;
    private final Map<EnvironmentId, Deque<String>> logs = new LinkedHashMap<>();

    /** The last deploy of a function, until a cycle that began after it is over. */
    private final Map<String, Deploy> deploys = new LinkedHashMap<>();

    private Optional<Repeated> repeated = Optional.empty();
    private final Map<String, Tally> sinceLastCycle = new TreeMap<>();
    private final Map<String, Tally> total = new TreeMap<>();
    private long missed;

    public Narrator(Ink ink, boolean severalFunctions) {
        this.ink = ink;
        this.severalFunctions = severalFunctions;
    }

    /** The lines that an event is worth, which may be none. */
    List<String> tell(LambdaEvent event) {
        return switch (event) {
            case LambdaEvent.Started start -> started(start);
            case LambdaEvent.Extended extended -> extended(extended);
            case LambdaEvent.InitFailed failed ->
                repeating(
                        ink.bad("init failed  "),
                        function(failed) + Printable.line(failed.failure().message()),
                        log(failed.environment()));
            case LambdaEvent.Invoked invoked -> invoked(invoked);
            case LambdaEvent.Throttled throttled -> {
                sinceLastCycle(throttled).throttled++;
                yield repeating(
                        ink.notable("throttled    "),
                        function(throttled) + "refused with 429, "
                                + throttled.reason().code(),
                        List.of());
            }
            case LambdaEvent.EventDropped dropped ->
                lines(ink.bad("dropped      ") + function(dropped) + "event " + dropped.requestId() + ": "
                        + dropped.reason());
            case LambdaEvent.Ended ended ->
                repeating(ink.quiet("ended        "), function(ended) + "environment: " + ended.reason(), List.of());
            case LambdaEvent.Logged logged -> {
                remember(logged);
                yield List.of();
            }
            case LambdaEvent.Deployed deployed -> deployed(deployed);
            case LambdaEvent.HandedOver given -> {
                Deploy deploy = deploys.get(given.function());
                if (deploy != null && Event.of(given.invocation().payload()) instanceof Event.Cycle) {
                    deploy.cycles.add(given.invocation().requestId());
                }
                yield List.of();
            }
            case LambdaEvent.Starting _, LambdaEvent.Answered _, LambdaEvent.Idle _ -> List.of();
        };
    }

    private List<String> extended(LambdaEvent.Extended extended) {
        List<String> lines = new ArrayList<>(flush());
        extended.extensions()
                .forEach(extension -> lines.add("extension    " + shortened(extended.environment()) + "  "
                        + function(extended) + extended(extension)));
        return lines;
    }

    /** What an extension has of its environment's init and memory: {@code logs: registered after 3.1 ms, …}. */
    public static String extended(ExtensionReport extension) {
        List<String> parts = new ArrayList<>();
        extension.registered().ifPresent(after -> parts.add("registered after " + time(after)));
        extension.ready().ifPresent(after -> parts.add("ready after " + time(after) + " of init"));
        extension.errorType().ifPresent(type -> parts.add(Printable.line(type)));
        if (extension.ready().isEmpty()) {
            parts.add("not ready: " + extension.state());
        }
        extension.memory().ifPresent(bytes -> parts.add(Math.ceilDiv(bytes, 1024L * 1024) + " MB"));
        return Printable.line(extension.name()) + ": " + String.join(", ", parts);
    }

    /** What became of events that nobody told. */
    List<String> missed(long number) {
        if (number == 0) {
            return List.of();
        }
        missed += number;
        return lines("(" + CycleLine.counted(number, "event") + " left out: the screen stood still)");
    }

    /** What is not told yet because it might have gone on. */
    List<String> flush() {
        List<String> lines = repeated.map(Repeated::rest).orElse(List.of());
        repeated = Optional.empty();
        return lines;
    }

    /** What happened altogether. */
    List<String> summary() {
        List<String> lines = new ArrayList<>(flush());
        Set.copyOf(sinceLastCycle.keySet()).forEach(this::addUp);
        Tally all = new Tally();
        total.values().forEach(all::add);
        if (all.isBilled()) {
            if (severalFunctions) {
                total.forEach((function, tally) -> lines.add("billed: " + function + ": " + tally.billed()));
            }
            lines.add("billed: " + all.billed());
        }
        lines.add(CycleLine.counted(all.cycles, "cycle") + ", " + CycleLine.counted(all.coldStarts, "environment")
                + " started, users: " + all.users() + (missed == 0 ? "" : ", without the events that were left out"));
        return lines;
    }

    private Tally sinceLastCycle(LambdaEvent event) {
        return sinceLastCycle.computeIfAbsent(event.function(), _ -> new Tally());
    }

    /** A cycle of the function is over: what comes counts for the next one. */
    private void addUp(String function) {
        Optional.ofNullable(sinceLastCycle.remove(function))
                .ifPresent(tally ->
                        total.computeIfAbsent(function, _ -> new Tally()).add(tally));
    }

    private List<String> deployed(LambdaEvent.Deployed deployed) {
        List<String> lines = new ArrayList<>(flush());
        Deploy before = deploys.put(deployed.function(), new Deploy(deployed.at()));
        if (before != null) {
            lines.add(before.line(function(deployed), "until the next deploy", deployed.at()));
        }
        lines.add(ink.strong("deployed     ") + function(deployed) + "other code: "
                + CycleLine.counted(deployed.ended(), "environment") + " of the old ended"
                + (deployed.ending() == 0 ? "" : ", " + deployed.ending() + " more when they are free")
                + "; the next ones start cold");
        return lines;
    }

    /** What the last deploy has done to users, where this is the first cycle that began after it. */
    private List<String> sinceDeploy(LambdaEvent.Invoked cycle) {
        Deploy deploy = deploys.get(cycle.function());
        if (deploy == null || !deploy.cycles.contains(cycle.invocation().requestId())) {
            return List.of();
        }
        deploys.remove(cycle.function());
        return List.of(deploy.line(function(cycle), "until this cycle", cycle.at()));
    }

    private List<String> started(LambdaEvent.Started start) {
        sinceLastCycle(start).coldStarts++;
        String waited = start.waited().compareTo(NOTABLE_WAIT) < 0
                ? ""
                : ink.quiet(", after " + time(start.waited()) + " for its turn to start");
        String label =
                start.initialization() == Initialization.PROVISIONED_CONCURRENCY ? "provisioned  " : "cold start   ";
        return lines(label + function(start) + ink.quiet(shortened(start.environment())) + "  init "
                + time(start.init()) + waited);
    }

    private List<String> invoked(LambdaEvent.Invoked invoked) {
        Event event = Event.of(invoked.invocation().payload());
        sinceLastCycle(invoked).bill(event, invoked.report());
        List<String> lines = new ArrayList<>();
        switch (event) {
            case Event.Cycle _ -> lines.addAll(cycle(invoked));
            case Event.Hold _ -> lines.addAll(failure(invoked, "hold"));
            case Event.Http(String request) -> lines.addAll(request(invoked, Printable.line(request)));
            case Event.Other _ -> lines.addAll(request(invoked, "an event"));
        }
        logs.remove(invoked.environment());
        return lines;
    }

    private List<String> cycle(LambdaEvent.Invoked invoked) {
        if (invoked.answer() instanceof Answer.FunctionError) {
            return failure(invoked, "cycle");
        }
        Optional<CycleLine> report = CycleLine.of(parse(invoked.answer().payload()));
        if (report.isEmpty()) {
            return lines(
                    ink.bad("cycle        ") + function(invoked)
                            + "answered no report: does this function carry the warmer? '--target 0', or a plan without schedules, keeps nothing warm");
        }
        Tally tally = sinceLastCycle(invoked);
        tally.cycles++;
        String users = tally.requests > 0
                ? "; users since the last one: " + tally.users() + "; billed since: " + tally.billed()
                : "";
        addUp(invoked.function());
        String line = function(invoked) + Printable.line(report.get().line()) + users;
        List<String> lines = lines(
                report.get().fellShort() ? ink.notable("cycle        " + line) : ink.good("cycle        ") + line);
        lines.addAll(sinceDeploy(invoked));
        return lines;
    }

    private List<String> request(LambdaEvent.Invoked invoked, String what) {
        sinceLastCycle(invoked).requests++;
        Optional<Deploy> deploy = Optional.ofNullable(deploys.get(invoked.function()));
        deploy.ifPresent(it -> it.requests++);
        List<String> lines = new ArrayList<>();
        if (invoked.cold()) {
            sinceLastCycle(invoked).coldRequests++;
            deploy.ifPresent(it -> it.coldRequests++);
            lines.addAll(lines(ink.notable("user waited  ") + function(invoked) + what + " met a cold start: init "
                    + time(invoked.report().init().orElse(Duration.ZERO)) + ", then "
                    + time(invoked.report().duration())));
        }
        int status = Event.status(invoked.answer().payload());
        if (invoked.answer() instanceof Answer.FunctionError) {
            sinceLastCycle(invoked).failed++;
            lines.addAll(failure(invoked, what));
        } else if (status >= SERVER_ERROR) {
            sinceLastCycle(invoked).failed++;
            lines.addAll(repeating(
                    ink.bad("error        "),
                    function(invoked) + what + " answered " + status,
                    log(invoked.environment())));
        }
        return lines;
    }

    private List<String> failure(LambdaEvent.Invoked invoked, String what) {
        if (!(invoked.answer() instanceof Answer.FunctionError(Payload document))) {
            return List.of();
        }
        JsonNode error = parse(document);
        String type = error.path("errorType").asText("");
        String message = error.path("errorMessage").asText("");
        return repeating(
                ink.bad("error        "),
                function(invoked) + what + ": "
                        + Printable.line(type.isEmpty() && message.isEmpty() ? document.text() : type + ": " + message),
                log(invoked.environment()));
    }

    private static JsonNode parse(Payload payload) {
        try {
            return JSON.readTree(payload.bytes());
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }

    private void remember(LambdaEvent.Logged logged) {
        if (logged.line().isBlank() || logged.line().startsWith("{\"_aws\"")) {
            return;
        }
        Deque<String> log = logs.computeIfAbsent(logged.environment(), id -> new ArrayDeque<>());
        log.add(Printable.line(logged.line()));
        if (log.size() > LOG_LINES) {
            log.remove();
        }
        if (logs.size() > LOGS) {
            logs.remove(logs.keySet().iterator().next());
        }
    }

    private List<String> log(EnvironmentId environment) {
        Deque<String> log = logs.remove(environment);
        return log == null
                ? List.of()
                : log.stream().map(line -> ink.quiet("    | " + line)).toList();
    }

    /** One line now; if the next event is worth the very same one, only their number later. */
    private List<String> repeating(String label, String text, List<String> details) {
        if (repeated.isPresent() && repeated.get().text.equals(text)) {
            repeated.get().more++;
            return List.of();
        }
        List<String> lines = new ArrayList<>(flush());
        lines.add(label + text);
        lines.addAll(details);
        repeated = Optional.of(new Repeated(label, text));
        return lines;
    }

    private List<String> lines(String line) {
        List<String> lines = new ArrayList<>(flush());
        lines.add(line);
        return lines;
    }

    private String function(LambdaEvent event) {
        return severalFunctions ? event.function() + ": " : "";
    }

    private static String shortened(EnvironmentId id) {
        return id.value().length() <= SHORT_ID ? id.value() : id.value().substring(0, SHORT_ID);
    }

    private static String gbSeconds(BigDecimal amount) {
        return amount.round(THREE_DIGITS).toPlainString() + " GB-s";
    }

    /** As a person reads it: {@code 3.1 ms}, {@code 26 ms}, {@code 1.7 s}. */
    public static String time(Duration duration) {
        double milliseconds = duration.toNanos() / 1e6;
        return milliseconds < 9.95
                ? String.format(Locale.ROOT, "%.1f ms", milliseconds)
                : milliseconds < 999.5
                        ? String.format(Locale.ROOT, "%.0f ms", milliseconds)
                        : String.format(Locale.ROOT, "%.1f s", milliseconds / 1_000);
    }

    /** A line that was told, and how many of the same followed. */
    private static final class Repeated {

        private final String label;
        private final String text;
        private int more;

        Repeated(String label, String text) {
            this.label = label;
            this.text = text;
        }

        List<String> rest() {
            return more == 0 ? List.of() : List.of(label + "… and " + more + " more: " + text);
        }
    }

    /** What users met since a deploy. */
    private static final class Deploy {

        private final Instant at;

        /** The requests of cycles that began after it; those before it hold environments of the old code. */
        private final Set<String> cycles = new HashSet<>();

        private long requests;
        private long coldRequests;

        Deploy(Instant at) {
            this.at = at;
        }

        String line(String function, String until, Instant end) {
            return "deploy       " + function + until + ", " + time(Duration.between(at, end)) + " later: "
                    + CycleLine.counted(requests, "request") + " of users, " + coldRequests + " met a cold start";
        }
    }

    /** What is counted. */
    private static final class Tally {

        private long cycles;
        private long coldStarts;
        private long requests;
        private long coldRequests;
        private long failed;
        private long throttled;
        private BigDecimal warming = BigDecimal.ZERO;
        private BigDecimal users = BigDecimal.ZERO;

        /** As the REPORT line says, which is what AWS bills. */
        void bill(Event event, Report report) {
            BigDecimal amount = Rates.gbSeconds(report.memory().megabytes(), report.billed());
            switch (event) {
                case Event.Cycle _, Event.Hold _ -> warming = warming.add(amount);
                case Event.Http _, Event.Other _ -> users = users.add(amount);
            }
        }

        void add(Tally other) {
            cycles += other.cycles;
            coldStarts += other.coldStarts;
            requests += other.requests;
            coldRequests += other.coldRequests;
            failed += other.failed;
            throttled += other.throttled;
            warming = warming.add(other.warming);
            users = users.add(other.users);
        }

        boolean isBilled() {
            return warming.add(users).signum() > 0;
        }

        String billed() {
            return "warming " + gbSeconds(warming) + ", users " + gbSeconds(users);
        }

        String users() {
            return CycleLine.counted(requests, "request") + ", " + coldRequests + " met a cold start, " + failed
                    + " failed";
        }
    }
}

package dev.hearth.lab.attack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.lab.attack.Victim.Life;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What went in and what came out. Each life of the lab is settled once it is over: what callers were told is held against what
 * the lab recorded and what the script noted. Thread-safe.
 */
final class Ledger {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Environments round to whole milliseconds, and know the age of their process to 10 ms. */
    private static final double MOST_TOLD_OF_BILL = 1.01;

    private static final double MEGABYTES = 1_024;
    private static final double MILLIS = 1_000;

    /** A process is there for a while before its start is timed; on a busy machine that is much. */
    private static final double UNTIMED_MILLIS = 100;

    /** A cycle's report as its caller got it. */
    private record Reported(String cycleId, int reached, int troubles, double gbSeconds) {}

    /** What the lab saw of a cycle. */
    private static final class Seen {

        private final Set<String> environments = new HashSet<>();
        private double gbSeconds;

        /** What its environments waited for their turn to start: they count it to their start, a REPORT line does not. */
        private double waitedGbSeconds;
    }

    private final Problems problems;
    private final Set<String> accepted = new HashSet<>();
    private final List<Reported> reports = new ArrayList<>();
    private long requests;
    private long answered;
    private long refused;
    private long requestsWithTheLab;
    private long acceptedInAll;
    private long executed;
    private long again;
    private long dropped;
    private long eventsWithTheLab;
    private long lost;
    private long cycles;
    private long held;
    private double told;
    private double billed;

    Ledger(Problems problems) {
        this.problems = problems;
    }

    synchronized void answered() {
        requests++;
        answered++;
    }

    /** In words: by an error status, or as a function's error. */
    synchronized void refused() {
        requests++;
        refused++;
    }

    /** The lab went down meanwhile. */
    synchronized void wentWithTheLab() {
        requests++;
        requestsWithTheLab++;
    }

    synchronized void accepted(String requestId) {
        acceptedInAll++;
        accepted.add(requestId);
    }

    synchronized void cycle(JsonNode report) {
        cycles++;
        if (report.path("reached").asInt() > 0) {
            reports.add(new Reported(
                    report.path("cycleId").asText(),
                    report.path("reached").asInt(),
                    report.path("failed").asInt() + report.path("throttled").asInt(),
                    report.path("billedGbSeconds").asDouble()));
        }
    }

    /**
     * Settles a life that is over.
     *
     * @param named whether it had the time to name what it drops: not where it was killed
     */
    synchronized void settle(Life life, boolean named) throws IOException {
        Set<String> done = new HashSet<>();
        Set<String> given = new HashSet<>();
        Set<String> byScript = new HashSet<>();
        Map<String, Seen> seen = new HashMap<>();
        Map<String, Double> waited = new HashMap<>();
        try (BufferedReader lines = Files.newBufferedReader(life.record())) {
            for (String line = lines.readLine(); line != null && line.endsWith("}"); line = lines.readLine()) {
                JsonNode entry = JSON.readTree(line);
                if (entry.has("dropped")) {
                    given.add(entry.path("dropped").asText());
                    continue;
                }
                String environment = entry.path("environment").asText();
                if (entry.has("started")) {
                    waited.put(
                            entry.path("started").asText(),
                            entry.path("waitedMs").asDouble() + UNTIMED_MILLIS);
                    continue;
                }
                String requestId = entry.path("invoked").asText();
                double gigabytes = entry.path("memory").asDouble() / MEGABYTES;
                double waitedMillis =
                        Optional.ofNullable(waited.remove(environment)).orElse(0.0);
                if (!entry.path("failed").asBoolean()) {
                    if (!done.add(requestId)) {
                        again++;
                    }
                    if (entry.path("function").asText().equals(Victim.SCRIPT)) {
                        byScript.add(requestId);
                    }
                }
                if (entry.has("cycle")) {
                    Seen cycle = seen.computeIfAbsent(entry.path("cycle").asText(), id -> new Seen());
                    cycle.gbSeconds += entry.path("billedMs").asDouble() / MILLIS * gigabytes;
                    cycle.waitedGbSeconds += waitedMillis / MILLIS * gigabytes;
                    if (!entry.path("failed").asBoolean()) {
                        cycle.environments.add(environment);
                    }
                }
            }
        }
        Set<String> noted = new HashSet<>(Files.readAllLines(life.notes(), StandardCharsets.UTF_8));
        settleEvents(life, named, done, given, noted);
        reports.forEach(report -> settleCycle(report, seen.get(report.cycleId()), named));
        reports.clear();
        byScript.stream()
                .filter(requestId -> !noted.contains(requestId))
                .forEach(requestId -> problems.add("the lab says that " + requestId
                        + " was executed, but its function never had it (life " + life.number() + ")"));
        Files.delete(life.record());
        Files.delete(life.notes());
    }

    private void settleEvents(Life life, boolean named, Set<String> done, Set<String> given, Set<String> noted) {
        for (String requestId : accepted) {
            if (done.contains(requestId)) {
                executed++;
            } else if (given.contains(requestId)) {
                dropped++;
            } else if (!named) {
                eventsWithTheLab++;
            } else {
                lost++;
                problems.add("the event " + requestId
                        + " was accepted, and neither executed nor named as dropped (life " + life.number()
                        + (noted.contains(requestId) ? ", the script had it" : "") + "):\n  " + life.said());
            }
        }
        accepted.clear();
    }

    /** A report never claims more than the lab saw, and where nothing went wrong, all of it. */
    private void settleCycle(Reported report, Seen seen, boolean recorded) {
        if (seen == null) {
            if (recorded) {
                problems.add("the cycle " + report.cycleId() + " reported, but the lab saw none of it");
            }
            return;
        }
        held++;
        int distinct = seen.environments.size();
        boolean clean = report.troubles() == 0 && recorded;
        if (recorded && (report.reached() > distinct || (clean && report.reached() < distinct))) {
            problems.add("the cycle " + report.cycleId() + " reported " + report.reached()
                    + " environments, the lab saw " + distinct);
        }
        if (clean) {
            told += report.gbSeconds();
            billed += seen.gbSeconds;
            if (report.gbSeconds() > MOST_TOLD_OF_BILL * (seen.gbSeconds + seen.waitedGbSeconds)) {
                problems.add("the cycle " + report.cycleId() + " reported " + report.gbSeconds()
                        + " GB-s, its REPORT lines add up to " + seen.gbSeconds + ", and its environments waited "
                        + seen.waitedGbSeconds + " to start");
            }
        }
    }

    synchronized AttackFigures.Requests requests() {
        return new AttackFigures.Requests(requests, answered, refused, requestsWithTheLab);
    }

    synchronized AttackFigures.Events events() {
        return new AttackFigures.Events(acceptedInAll, executed, again, dropped, eventsWithTheLab, lost);
    }

    synchronized AttackFigures.Cycles cycles() {
        return new AttackFigures.Cycles(cycles, held, billed > 0 ? told / billed : 0);
    }
}

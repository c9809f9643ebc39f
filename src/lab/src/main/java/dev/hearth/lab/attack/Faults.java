package dev.hearth.lab.attack;

import dev.hearth.lab.attack.Victim.Life;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Kills and stops environments, leaves connections in the middle and ends the lab, in an order that a seed makes; after each
 * end it looks what is left, settles that life and starts the next. Used by one thread.
 */
final class Faults {

    private static final int ABORTS_OF_TEN = 6;
    private static final int KILLS_OF_TEN = 3;
    private static final int MOST_ABORTS_AT_ONCE = 5;
    private static final int LONGEST_PAUSE_MILLIS = 25;
    private static final int LONGEST_STAY_MILLIS = 10;
    private static final int LARGEST_BODY = 2_000_000;
    private static final int SHORTEST_LIFE_SECONDS = 20;
    private static final int LONGEST_LIFE_SECONDS = 100;

    /** More than this the lab's process must not hold, whatever is done to it. */
    static final long MOST_MEMORY_MEGABYTES = 400;

    /** More than this it must not have open while nobody asks it for anything: 24 environments, its jars and doors. */
    static final long MOST_DESCRIPTORS = 400;

    /** An environment that is stopped in its start has 10 s for that, and a start and the time-out once more. */
    private static final Duration UNTIL_ALL_ARE_FREE = Duration.ofSeconds(25);

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);

    private final Victim victim;
    private final Clients clients;
    private final Ledger ledger;
    private final Problems problems;
    private final Gate gate;
    private final Consumer<String> progress;
    private final SplittableRandom random;
    private long kills;
    private long stops;
    private long aborts;
    private long labKills;
    private long labEnds;
    private long peakMemory;
    private long peakDescriptors;
    private int stuck;

    /** @param progress told now and then how far it is */
    Faults(
            Victim victim,
            Clients clients,
            Ledger ledger,
            Problems problems,
            Gate gate,
            long seed,
            Consumer<String> progress) {
        this.progress = progress;
        this.victim = victim;
        this.clients = clients;
        this.ledger = ledger;
        this.problems = problems;
        this.gate = gate;
        random = new SplittableRandom(seed);
    }

    /** Goes on until a moment of {@link System#nanoTime}, then ends the last life. */
    void run(long end) throws IOException, InterruptedException {
        boolean last = false;
        while (!last) {
            long over = Math.min(
                    end,
                    System.nanoTime()
                            + Duration.ofSeconds(random.nextInt(SHORTEST_LIFE_SECONDS, LONGEST_LIFE_SECONDS))
                                    .toNanos());
            while (System.nanoTime() < over) {
                one();
                look();
                Thread.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
            }
            progress.accept(figures().all() + " faults in " + victim.lives() + " lives, "
                    + ledger.requests().sent() + " requests, " + ledger.events().accepted() + " events, "
                    + problems.number() + " problems");
            last = System.nanoTime() >= end;
            if (!last && random.nextInt(3) == 0) {
                killLab();
            } else {
                endLab(last);
            }
        }
    }

    private void one() throws IOException, InterruptedException {
        int choice = random.nextInt(10);
        if (choice < ABORTS_OF_TEN) {
            int connections = random.nextInt(1, MOST_ABORTS_AT_ONCE + 1);
            for (int i = 0; i < connections; i++) {
                abort();
            }
        } else {
            signal(choice < ABORTS_OF_TEN + KILLS_OF_TEN ? "KILL" : "STOP");
        }
    }

    private void abort() throws InterruptedException {
        boolean http = random.nextBoolean();
        int port = http ? victim.httpPort() : victim.apiPort();
        byte[] body = ("\"" + "x".repeat(random.nextInt(10) == 0 ? random.nextInt(LARGEST_BODY) : 10) + "\"")
                .getBytes(StandardCharsets.UTF_8);
        String target = http ? "/hello" : "/2015-03-31/functions/" + Victim.FUNCTION + "/invocations";
        byte[] request = Wire.request("POST", target, port, Map.of(), body);
        double part = random.nextInt(3) == 0 ? 1 : random.nextDouble();
        Wire.abort(port, request, part, Duration.ofMillis(random.nextInt(LONGEST_STAY_MILLIS)));
        aborts++;
    }

    /** To one of the lab's processes, whatever that is doing. */
    private void signal(String name) throws IOException, InterruptedException {
        List<ProcessHandle> environments;
        try (Stream<ProcessHandle> children =
                victim.life().orElseThrow().process().toHandle().children()) {
            environments = children.sorted().toList();
        }
        if (environments.isEmpty()) {
            return;
        }
        long pid = environments.get(random.nextInt(environments.size())).pid();
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (kill.waitFor() == 0) {
            if (name.equals("KILL")) {
                kills++;
            } else {
                stops++;
            }
        }
    }

    private void look() throws IOException {
        Life life = victim.life().orElseThrow();
        if (!life.process().isAlive()) {
            throw new IOException("the lab ended by itself:\n  " + life.said());
        }
        long memory = residentMegabytes(life.pid());
        if (memory > peakMemory) {
            peakMemory = memory;
            if (memory > MOST_MEMORY_MEGABYTES) {
                problems.add("the lab holds " + memory + " MB of memory");
            }
        }
    }

    private static long residentMegabytes(long pid) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1_024)
                    .findFirst()
                    .orElse(0);
        }
    }

    /** What it leaves is for the next one to clean up. */
    private void killLab() throws IOException, InterruptedException {
        Life killed = victim.kill();
        labKills++;
        try (Gate.Quiet _ = gate.quiet()) {
            victim.start();
            report(Leftovers.of(killed), "after the next start of the lab that was killed");
            ledger.settle(killed, false);
        }
    }

    /** All environments are to be had once it is quiet, and nothing is left once it has ended. */
    private void endLab(boolean last) throws IOException, InterruptedException {
        try (Gate.Quiet _ = gate.quiet()) {
            Thread.sleep(Victim.TIMEOUT);
            reachAll();
            lookAtDescriptors();
        }
        Life ended = victim.end();
        labEnds++;
        try (Gate.Quiet _ = gate.quiet()) {
            report(Leftovers.of(ended), "after the lab has ended");
            ledger.settle(ended, true);
            if (!last) {
                victim.start();
            }
        }
    }

    private void reachAll() throws InterruptedException {
        long end = System.nanoTime() + UNTIL_ALL_ARE_FREE.toNanos();
        int reached = clients.cycle(Victim.RESERVED).orElse(0);
        while (reached < Victim.RESERVED && System.nanoTime() < end) {
            Thread.sleep(BETWEEN_ATTEMPTS);
            reached = clients.cycle(Victim.RESERVED).orElse(0);
        }
        if (reached < Victim.RESERVED) {
            stuck += Victim.RESERVED - reached;
            problems.add("of " + Victim.RESERVED + " environments " + reached + " could be had once all was quiet:\n  "
                    + victim.life().orElseThrow().said());
        }
    }

    private void lookAtDescriptors() throws IOException {
        try (Stream<Path> open =
                Files.list(Path.of("/proc/" + victim.life().orElseThrow().pid() + "/fd"))) {
            long descriptors = open.count();
            peakDescriptors = Math.max(peakDescriptors, descriptors);
            if (descriptors > MOST_DESCRIPTORS) {
                problems.add("the lab has " + descriptors + " files and sockets open while all is quiet");
            }
        }
    }

    private void report(List<String> left, String when) {
        left.forEach(thing -> problems.add("there is " + thing + " " + when));
    }

    AttackFigures.Faults figures() {
        return new AttackFigures.Faults(kills, stops, aborts, labKills, labEnds);
    }

    long peakMemory() {
        return peakMemory;
    }

    long peakDescriptors() {
        return peakDescriptors;
    }

    int stuck() {
        return stuck;
    }
}

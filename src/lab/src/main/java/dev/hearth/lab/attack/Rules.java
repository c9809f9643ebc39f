package dev.hearth.lab.attack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.lab.Refusal;
import dev.hearth.lab.attack.Inputs.Entry;
import dev.hearth.lab.attack.Inputs.RawRequest;
import dev.hearth.lab.attack.Inputs.SentEvent;
import dev.hearth.lab.attack.Trials.Target;
import dev.hearth.lab.attack.Wire.Reply;
import dev.hearth.lab.linux.Scratch;
import dev.hearth.lab.packages.FunctionPackage;
import dev.hearth.lab.plan.TerraformPlan;
import dev.hearth.lab.schedule.Expression;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.PropagationMode;

/** What holds for every input, whatever else happens to the lab at the time. */
@AddLifecycleHook(value = Trials.Seeded.class, propagateTo = PropagationMode.ALL_DESCENDANTS)
public final class Rules {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LARGEST_UNPACKED = 262_144_000;
    private static final Duration LONGEST_SEARCH = Duration.ofSeconds(5);
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int ERRORS = 400;

    /** Vert.x refuses it itself, in the status line's words. */
    private static final int UNKNOWN_VERSION = 501;

    @Provide
    Arbitrary<SentEvent> events() {
        return Inputs.events();
    }

    @Provide
    Arbitrary<RawRequest> requests() {
        return Inputs.requests();
    }

    @Provide
    Arbitrary<List<Entry>> zips() {
        return Inputs.zips();
    }

    @Provide
    Arbitrary<String> plans() {
        return Inputs.plans();
    }

    @Provide
    Arbitrary<String> schedules() {
        return Inputs.schedules();
    }

    @Property
    @Label("an event is answered or refused in words")
    void events(@ForAll("events") SentEvent event) {
        String path = "/2015-03-31/functions/" + Victim.FUNCTION + "/invocations";
        byte[] request = Wire.request(
                "POST",
                path,
                target().victim().apiPort(),
                event.asynchronous() ? Map.of("X-Amz-Invocation-Type", "Event") : Map.of(),
                event.bytes());
        target().exchange(target().victim().apiPort(), request).ifPresent(reply -> {
            Reply.Answered answered = answered(reply);
            if (answered.status() == ACCEPTED) {
                target().ledger().accepted(answered.header("x-amzn-requestid").orElse("none"));
                return;
            }
            boolean error = answered.header("x-amz-function-error").isPresent();
            require(
                    answered.status() == OK ? !error || Clients.isInWords(answered) : Clients.isInWords(answered),
                    "without a word: " + answered);
            if (event.warm() && error && !endedEarly(answered)) {
                require(answered.body().contains("hearth"), "an error that names no field: " + answered);
            }
        });
    }

    /** Whether its environment was killed or stopped meanwhile. */
    private static boolean endedEarly(Reply.Answered answered) {
        String type = json(answered.body()).path("errorType").asText();
        return type.startsWith("Runtime.") || type.startsWith("Sandbox.");
    }

    @Property
    @Label("a request to the Invoke API is answered, or refused in words")
    void invokeApi(@ForAll("requests") RawRequest request) {
        send(request, target().victim().apiPort()).ifPresent(reply -> {
            Reply.Answered answered = answered(reply);
            require(
                    answered.status() < ERRORS
                            || answered.status() == UNKNOWN_VERSION
                            || request.isHead()
                            || Clients.isInWords(answered),
                    "without a word: " + answered);
        });
    }

    @Property
    @Label("a request over HTTP is answered or refused")
    void http(@ForAll("requests") RawRequest request) {
        send(request, target().victim().httpPort()).ifPresent(Rules::answered);
    }

    /** What came of a request that was whole; one that is cut off need only not be waited for. */
    private Optional<Reply> send(RawRequest request, int port) {
        return (request.isWhole()
                        ? target().exchange(port, request.bytes(port))
                        : target().breakOff(port, request.bytes(port)))
                .filter(reply -> {
                    require(!(reply instanceof Reply.Silent), "silence");
                    return request.isWhole();
                });
    }

    private static Reply.Answered answered(Reply reply) {
        return switch (reply) {
            case Reply.Answered answered -> answered;
            case Reply.Closed(String why) -> throw new AssertionError("no answer: the connection ended " + why);
            case Reply.Silent _ -> throw new AssertionError("no answer at all");
        };
    }

    @Property
    @Label("a package is opened or refused, and nothing is written beside it")
    void packages(@ForAll("zips") List<Entry> entries, @ForAll int damage) throws IOException {
        Path folder = Files.createTempDirectory(target().folder(), "zip-");
        Path zip = folder.resolve("package.zip");
        Files.write(zip, Inputs.zip(entries, damage));
        try (Scratch scratch = Scratch.create(Files.createDirectory(folder.resolve("scratch")))) {
            try {
                FunctionPackage opened = FunctionPackage.open(zip, scratch);
                requireInside(opened.taskRoot());
            } catch (Refusal e) {
                requireWords(e.getMessage());
            }
            require(size(folder.resolve("scratch")) <= LARGEST_UNPACKED + (1 << 20), "more than 250 MB on the disk");
            try (Stream<Path> beside = Files.list(folder)) {
                require(beside.count() == 2, "something was written beside it");
            }
        } finally {
            remove(folder);
        }
    }

    private static void requireInside(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path link : files.filter(Files::isSymbolicLink).toList()) {
                Path led = Files.readSymbolicLink(link);
                require(
                        led.isAbsolute()
                                || !Files.exists(link)
                                || link.toRealPath().startsWith(root.toRealPath()),
                        "the link " + link + " leads out, to " + led);
            }
        }
    }

    @Property
    @Label("a plan is read, or refused in words")
    void plans(@ForAll("plans") String text) throws IOException {
        Path plan = Files.createTempFile(target().folder(), "plan-", ".json");
        try {
            Files.writeString(plan, text);
            TerraformPlan read = TerraformPlan.read(plan);
            read.notHere().forEach(line -> require(!line.isBlank(), "an empty line"));
        } catch (Refusal e) {
            requireWords(e.getMessage());
        } finally {
            Files.delete(plan);
        }
    }

    @Property
    @Label("a schedule is due in time and order, or refused in words")
    void schedules(@ForAll("schedules") String text, @ForAll int hours) {
        try {
            Expression expression = Expression.parse(text);
            Instant begin = Instant.parse("2026-01-01T00:00:00Z");
            Instant from = begin.plus(Duration.ofHours(Math.abs(hours % 400_000)));
            long began = System.nanoTime();
            Optional<Instant> next = expression.next(from, begin, ZoneOffset.UTC);
            require(System.nanoTime() - began < LONGEST_SEARCH.toNanos(), "it takes too long to say when");
            require(next.filter(due -> due.isBefore(from)).isEmpty(), "due at " + next + ", before " + from);
        } catch (IllegalArgumentException e) {
            requireWords(e.getMessage());
        }
    }

    private static void requireWords(String message) {
        require(message != null && !message.isBlank(), "it says nothing");
    }

    private static Target target() {
        return Trials.target();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    /** Folders of a package are read-only. */
    private static void remove(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException problem) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}

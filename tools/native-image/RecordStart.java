import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs a native package under valgrind against a Runtime API of its own, from its start to a few responses, and writes the names
 * of the methods that ran and the keys of the image heap's objects that were touched: {@code dev.hearth.nativeimage.StartFirst}
 * lays them out first in the next build.
 *
 * <p>Arguments: the executable, with its symbols; the map of its image heap that {@code StartFirst} wrote; the folder for the two
 * lists.
 */
final class RecordStart {
    private static final int RESPONSES = 3;
    private static final String RUNTIME = "/2018-06-01/runtime/invocation/";
    private static final String EVENT =
            """
            {"version": "2.0", "routeKey": "$default", "rawPath": "/hello", "rawQueryString": "",
             "headers": {"accept": "application/json", "host": "localhost", "user-agent": "record", "x-forwarded-for": "127.0.0.1",
              "x-forwarded-port": "443", "x-forwarded-proto": "https"},
             "requestContext": {"accountId": "123456789012", "apiId": "record", "domainName": "localhost", "stage": "$default",
              "http": {"method": "GET", "path": "/hello", "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1", "userAgent": "record"},
              "requestId": "record", "routeKey": "$default", "time": "24/Nov/2026:08:00:00 +0000", "timeEpoch": 1795507200000},
             "isBase64Encoded": false}
            """;

    /** A method or an object: where it begins, how many bytes it has, what it is called. */
    private record Place(long start, long size, String name) {
        boolean holds(long address) {
            return address >= start && address < start + size;
        }
    }

    /** A part of the executable in the process's memory. */
    private record Mapping(long start, long end, long offset) {}

    /** The image heap in the executable: where it begins in the file, and where the linker put it. */
    private record Section(long offset, long address, long size) {}

    void main(String[] arguments) throws Exception {
        Path executable = Path.of(arguments[0]);
        Path map = Path.of(arguments[1]);
        Path lists = Path.of(arguments[2]);

        CountDownLatch answered = new CountDownLatch(RESPONSES);
        HttpServer runtimeApi = runtimeApi(answered);
        Process process = start(executable, runtimeApi.getAddress().getPort());
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(process::destroyForcibly));
        Set<Long> words = new HashSet<>(1 << 20);
        StringBuilder otherOutput = new StringBuilder();
        Thread reader = Thread.ofPlatform().start(() -> read(process, words, otherOutput));
        while (!answered.await(1, TimeUnit.SECONDS)) {
            if (!process.isAlive()) {
                reader.join();
                System.err.println(otherOutput);
                System.err.println("Nothing was recorded: the function ended before its response " + RESPONSES + ".");
                System.exit(1);
            }
        }
        List<Mapping> mappings = mappings(process.pid(), executable);
        process.destroyForcibly().waitFor();
        reader.join();
        runtimeApi.stop(0);

        Set<String> methods = names(words, symbols(executable));
        Set<String> objects = names(words, objects(map, section(executable), mappings));
        Files.write(lists.resolve("start-methods.txt"), methods);
        Files.write(lists.resolve("start-objects.txt"), objects);
        System.out.printf("%,d methods and %,d objects are touched%n", methods.size(), objects.size());
    }

    private static HttpServer runtimeApi(CountDownLatch answered) throws IOException {
        AtomicInteger invocation = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(RUNTIME, exchange -> {
            if (exchange.getRequestURI().getPath().endsWith("/next")) {
                if (invocation.incrementAndGet() > RESPONSES) {
                    return;
                }
                var headers = exchange.getResponseHeaders();
                headers.set("Content-Type", "application/json");
                headers.set("Lambda-Runtime-Aws-Request-Id", "8476a536-e9f4-11e8-9739-2dfe598c3fc" + invocation.get());
                headers.set("Lambda-Runtime-Deadline-Ms", Long.toString(System.currentTimeMillis() + 300_000));
                headers.set("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-1:123456789012:function:hearth");
                byte[] event = EVENT.getBytes(UTF_8);
                exchange.sendResponseHeaders(200, event.length);
                exchange.getResponseBody().write(event);
            } else {
                String answer = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
                if (!answer.contains("\"statusCode\":200")) {
                    System.err.println("Nothing was recorded: the function answered " + answer);
                    System.exit(1);
                }
                exchange.sendResponseHeaders(202, -1);
                answered.countDown();
            }
            exchange.close();
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return server;
    }

    private static Process start(Path executable, int port) throws IOException {
        ProcessBuilder valgrind = new ProcessBuilder(
                "valgrind", "--tool=lackey", "--trace-mem=yes", "--vex-guest-max-insns=60", executable.toString());
        valgrind.directory(executable.getParent().toFile()).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        valgrind.environment().keySet().retainAll(Set.of("PATH"));
        valgrind.environment()
                .putAll(Map.of(
                        "AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + port,
                        "AWS_LAMBDA_FUNCTION_NAME", "hearth",
                        "AWS_LAMBDA_FUNCTION_VERSION", "$LATEST",
                        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1769",
                        "AWS_LAMBDA_LOG_STREAM_NAME", "record",
                        "AWS_REGION", "us-east-1",
                        "LAMBDA_TASK_ROOT", executable.getParent().toString(),
                        "TZ", ":UTC"));
        return valgrind.start();
    }

    /** Lackey writes {@code I  04001234,3}, {@code  L 1ffeff,8}, {@code  S …} and {@code  M …}; keeps each word of eight bytes once. */
    private static void read(Process process, Set<Long> words, StringBuilder otherOutput) {
        try (var lines = new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8), 1 << 20)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int comma = line.indexOf(',');
                try {
                    words.add(Long.parseUnsignedLong(line, 3, comma, 16) & ~7L);
                } catch (NumberFormatException | IndexOutOfBoundsException notOfTheTrace) {
                    otherOutput.append(line).append('\n');
                }
            }
        } catch (IOException ended) {
            // the process was ended
        }
    }

    private static Set<String> names(Set<Long> words, NavigableMap<Long, Place> places) {
        Set<String> names = new TreeSet<>();
        for (long word : words) {
            for (long address = word; address < word + 8; address += 4) {
                var place = places.floorEntry(address);
                if (place != null && place.getValue().holds(address)) {
                    names.add(place.getValue().name());
                }
            }
        }
        return names;
    }

    private static NavigableMap<Long, Place> symbols(Path executable) throws IOException {
        List<Place> starts = new ArrayList<>();
        for (String line : output("nm", executable.toString())) {
            String[] parts = line.split(" ", 3);
            if (parts.length == 3 && parts[1].equalsIgnoreCase("t")) {
                starts.add(new Place(Long.parseLong(parts[0], 16), 0, parts[2]));
            }
        }
        starts.sort(Comparator.comparingLong(Place::start));
        NavigableMap<Long, Place> symbols = new TreeMap<>();
        for (int i = 0; i + 1 < starts.size(); i++) {
            Place symbol = starts.get(i);
            symbols.put(
                    symbol.start(),
                    new Place(symbol.start(), starts.get(i + 1).start() - symbol.start(), symbol.name()));
        }
        return symbols;
    }

    private static NavigableMap<Long, Place> objects(Path map, Section heap, List<Mapping> mappings) throws IOException {
        NavigableMap<Long, Place> objects = new TreeMap<>();
        List<String> lines = Files.readAllLines(map);
        long start = Long.parseLong(lines.getFirst());
        for (String line : lines.subList(1, lines.size())) {
            String[] parts = line.split(" ");
            long inFile = heap.offset() + Long.parseLong(parts[0]) - start;
            for (Mapping mapping : mappings) {
                long address = mapping.start() + inFile - mapping.offset();
                boolean asLinked = address >= heap.address() && address < heap.address() + heap.size();
                if (!asLinked && address >= mapping.start() && address < mapping.end()) {
                    objects.put(address, new Place(address, Long.parseLong(parts[1]), parts[2]));
                }
            }
        }
        return objects;
    }

    private static List<Mapping> mappings(long process, Path executable) throws IOException {
        List<Mapping> mappings = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("/proc/" + process + "/maps"))) {
            if (line.endsWith(executable.toString())) {
                String[] parts = line.split("[- ]+");
                mappings.add(new Mapping(
                        Long.parseUnsignedLong(parts[0], 16),
                        Long.parseUnsignedLong(parts[1], 16),
                        Long.parseLong(line.split(" +")[2], 16)));
            }
        }
        return mappings;
    }

    private static Section section(Path executable) throws IOException {
        for (String line : output("readelf", "-SW", executable.toString())) {
            int name = line.indexOf(".svm_heap");
            if (name >= 0) {
                String[] parts = line.substring(name).split(" +");
                return new Section(
                        Long.parseLong(parts[3], 16), Long.parseLong(parts[2], 16), Long.parseLong(parts[4], 16));
            }
        }
        throw new IllegalArgumentException(executable + " has no image heap");
    }

    private static List<String> output(String... command) throws IOException {
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (var reader = process.inputReader()) {
            return reader.lines().toList();
        }
    }
}

package dev.hearth.lab.attack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.Deflater;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** Inputs that are nearly what they should be: built as the valid ones are, with something of them otherwise. */
final class Inputs {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final String HTTP_API_EVENT =
            """
            {"version":"2.0","routeKey":"$default","rawPath":"/hello","rawQueryString":"a=1&a=2","cookies":["c=1"],
            "headers":{"host":"localhost","accept":"application/json","x-more":"1,2"},
            "queryStringParameters":{"a":"1,2"},
            "requestContext":{"accountId":"123456789012","apiId":"local","domainName":"localhost","domainPrefix":"local",
            "http":{"method":"GET","path":"/hello","protocol":"HTTP/1.1","sourceIp":"127.0.0.1","userAgent":"attack"},
            "requestId":"id","routeKey":"$default","stage":"$default","time":"01/Jan/2026:00:00:00 +0000","timeEpoch":0},
            "body":"{}","isBase64Encoded":false}""";

    private static final String REST_API_EVENT =
            """
            {"resource":"/{proxy+}","path":"/hello","httpMethod":"GET",
            "headers":{"Host":"localhost","Accept":"application/json"},"multiValueHeaders":{"Host":["localhost"]},
            "queryStringParameters":{"a":"2"},"multiValueQueryStringParameters":{"a":["1","2"]},
            "pathParameters":{"proxy":"hello"},"stageVariables":null,
            "requestContext":{"accountId":"123456789012","apiId":"local","httpMethod":"GET","path":"/hello",
            "protocol":"HTTP/1.1","requestId":"id","stage":"prod","identity":{"sourceIp":"127.0.0.1"}},
            "body":null,"isBase64Encoded":false}""";

    private static final List<String> STRANGE_TEXTS = List.of(
            "",
            " ",
            "\0",
            "\r\nX-Injected: 1",
            "%",
            "%zz",
            "%00",
            "../../..",
            "//",
            "ä€𝄞",
            "\u001b[2J",
            "null",
            "{}",
            "\"",
            "\\",
            "é".repeat(3_000),
            "a".repeat(70_000),
            "localhost:1",
            "__proto__",
            "$default",
            "*");

    private Inputs() {}

    // ---------------------------------------------------------------- events

    /**
     * An event for the function.
     *
     * @param warm whether it is one object whose first key is the warmer's
     */
    record SentEvent(String text, boolean warm, boolean asynchronous) {

        byte[] bytes() {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    static Arbitrary<SentEvent> events() {
        Arbitrary<SentEvent> whole = Arbitraries.frequencyOf(
                Tuple.of(4, changed(HTTP_API_EVENT, 4).map(text -> new SentEvent(text, false, false))),
                Tuple.of(3, changed(REST_API_EVENT, 4).map(text -> new SentEvent(text, false, false))),
                Tuple.of(4, warmEvents().map(text -> new SentEvent(text, true, false))),
                Tuple.of(1, values().map(value -> new SentEvent(value.toString(), false, false))));
        return Combinators.combine(
                        whole,
                        Arbitraries.integers().between(0, 500),
                        Arbitraries.integers().between(0, 4))
                .as((event, cut, kind) -> {
                    String text = kind == 4 && cut < event.text().length()
                            ? event.text().substring(0, cut)
                            : event.text();
                    return new SentEvent(text, event.warm() && kind != 4, kind == 3);
                });
    }

    private static Arbitrary<String> warmEvents() {
        Arbitrary<String> kinds = Arbitraries.of("cycle", "hold", "hold", "ping", "Cycle", "", "hearth");
        Arbitrary<String> names = Arbitraries.of(
                "target", "id", "scheduledAt", "cycleId", "until", "share", "depth", "answerBy", "min", "more");
        Arbitrary<JsonNode> usual = Arbitraries.oneOf(
                Arbitraries.integers().between(1, 4).map(NODES::numberNode),
                Arbitraries.of("c1", "c2").map(NODES::textNode),
                Arbitraries.integers()
                        .between(-1_000, 1_000)
                        .map(millis ->
                                NODES.textNode(Instant.EPOCH.plusMillis(millis).toString())),
                Arbitraries.of("+1000000000-12-31T23:59:59.999999999Z", "-999999999-01-01T00:00:00Z")
                        .map(NODES::textNode));
        Arbitrary<JsonNode> content = Combinators.combine(
                        names.list().ofMaxSize(6),
                        Arbitraries.frequencyOf(Tuple.of(4, usual), Tuple.of(1, values()))
                                .list()
                                .ofSize(6))
                .as((fields, values) -> {
                    ObjectNode object = NODES.objectNode();
                    for (int i = 0; i < fields.size(); i++) {
                        object.set(fields.get(i), values.get(i));
                    }
                    return object;
                });
        Arbitrary<String> single = Combinators.combine(
                        kinds, Arbitraries.frequencyOf(Tuple.of(5, content), Tuple.of(1, values())))
                .as((kind, value) -> NODES.objectNode()
                        .set("hearth", NODES.objectNode().set(kind, value))
                        .toString());
        Arbitrary<String> other =
                values().map(value -> NODES.objectNode().set("hearth", value).toString());
        return Arbitraries.frequencyOf(Tuple.of(8, single), Tuple.of(2, other), Tuple.of(2, holds()));
    }

    /** As a leader sends them, to a moment that is near or over. */
    private static Arbitrary<String> holds() {
        return Combinators.combine(
                        Arbitraries.integers().between(-100, 100),
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.integers().between(1, 3))
                .as((millis, share, depth) -> "{\"hearth\":{\"hold\":{\"cycleId\":\"c3\",\"until\":\""
                        + Instant.now().plusMillis(millis) + "\",\"share\":" + share + ",\"depth\":" + depth + "}}}");
    }

    private static Arbitrary<JsonNode> values() {
        Arbitrary<JsonNode> leaves = Arbitraries.oneOf(
                Arbitraries.of(STRANGE_TEXTS).map(NODES::textNode),
                Arbitraries.strings().ofMaxLength(20).map(NODES::textNode),
                Arbitraries.longs().map(NODES::numberNode),
                Arbitraries.of(-1, 0, 1, Integer.MAX_VALUE).map(NODES::numberNode),
                Arbitraries.of("1e400", "-0.0", "1e-400", "99999999999999999999")
                        .map(number -> NODES.numberNode(new BigDecimal(number))),
                Arbitraries.of(true, false).map(NODES::booleanNode),
                Arbitraries.just(NODES.nullNode()));
        return Arbitraries.lazyOf(
                () -> leaves,
                () -> leaves,
                () -> leaves.list().ofMaxSize(4).map(items -> NODES.arrayNode().addAll(items)),
                () -> leaves.list().ofMaxSize(3).map(items -> {
                    ObjectNode object = NODES.objectNode();
                    items.forEach(item -> object.set(item.asText(), item));
                    return object;
                }),
                () -> Arbitraries.integers().between(1, 300).map(Inputs::deep));
    }

    private static JsonNode deep(int levels) {
        JsonNode node = NODES.objectNode();
        for (int i = 0; i < levels; i++) {
            node = NODES.arrayNode().add(node);
        }
        return node;
    }

    /** What is otherwise: the node at a place in the order of the text is another value, or is not there. */
    private record Change(int place, JsonNode value, boolean removed) {}

    private static Arbitrary<String> changed(String text, int most) {
        Arbitrary<Change> changes = Combinators.combine(
                        Arbitraries.integers().between(0, 500), values(), Arbitraries.of(true, false, false))
                .as(Change::new);
        return changes.list().ofMaxSize(most).map(all -> {
            JsonNode root = parse(text);
            all.forEach(change -> apply(root, change));
            return root.toString();
        });
    }

    private static void apply(JsonNode root, Change change) {
        List<Runnable> places = new ArrayList<>();
        collect(root, change, places);
        if (!places.isEmpty()) {
            places.get(change.place() % places.size()).run();
        }
    }

    private static void collect(JsonNode node, Change change, List<Runnable> places) {
        if (node instanceof ObjectNode object) {
            for (String name :
                    List.copyOf(object.propertyStream().map(Map.Entry::getKey).toList())) {
                places.add(() -> {
                    if (change.removed()) {
                        object.remove(name);
                    } else {
                        object.set(name, change.value().deepCopy());
                    }
                });
                collect(object.get(name), change, places);
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int index = i;
                places.add(() -> {
                    if (change.removed()) {
                        array.remove(index);
                    } else {
                        array.set(index, change.value().deepCopy());
                    }
                });
                collect(array.get(i), change, places);
            }
        }
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---------------------------------------------------------------- requests

    /** How a request says where its body ends. */
    enum Framing {
        NONE,
        LENGTH,
        CHUNKS,
        /** A length that is no number, or two that differ: refused whatever follows. */
        NO_LENGTH,
        TWO_LENGTHS,
        /** Nobody knows where such a body ends, so the connection is ended. */
        BAD_CHUNK,
        TOO_LONG,
        CUT_CHUNK,
        CUT_HEAD
    }

    /** A request as it goes over a socket; {@code PORT} in a header's value stands for the door's. */
    record RawRequest(
            String method, String target, String version, List<String> headers, Framing framing, String body) {

        /** Whether it must be answered: it has an end. */
        boolean isWhole() {
            return switch (framing) {
                case NONE, LENGTH, CHUNKS, NO_LENGTH, TWO_LENGTHS -> true;
                case BAD_CHUNK, TOO_LONG, CUT_CHUNK, CUT_HEAD -> false;
            };
        }

        boolean isHead() {
            return method.equals("HEAD");
        }

        byte[] bytes(int port) {
            StringBuilder text = new StringBuilder(method + " " + target + " " + version + "\r\n");
            headers.forEach(
                    header -> text.append(header.replace("PORT", "" + port)).append("\r\n"));
            text.append("Connection: close\r\n");
            int length = body.length();
            String size = Integer.toHexString(length) + "\r\n";
            text.append(
                    switch (framing) {
                        case NONE -> "\r\n";
                        case LENGTH -> "Content-Length: " + length + "\r\n\r\n" + body;
                        case CHUNKS ->
                            "Transfer-Encoding: chunked\r\n\r\n" + (length == 0 ? "" : size + body + "\r\n")
                                    + "0\r\n\r\n";
                        case NO_LENGTH -> "Content-Length: x" + length + "\r\n\r\n" + body;
                        case TWO_LENGTHS ->
                            "Content-Length: " + length + "\r\nContent-Length: " + (length + 1) + "\r\n\r\n" + body;
                        case BAD_CHUNK -> "Transfer-Encoding: chunked\r\n\r\nx" + size + body + "\r\n0\r\n\r\n";
                        case TOO_LONG -> "Content-Length: " + (length + 1) + "\r\n\r\n" + body;
                        case CUT_CHUNK -> "Transfer-Encoding: chunked\r\n\r\n" + (length + 1) + "\r\n" + body;
                        case CUT_HEAD -> "X-Cut: " + body;
                    });
            return text.toString().getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    static Arbitrary<RawRequest> requests() {
        Arbitrary<String> methods = Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.of("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH")),
                Tuple.of(1, Arbitraries.of("get", "TRACE", "BREW", "G".repeat(300), "\u0001", "GET\0", "[]", "ä")));
        Arbitrary<String> targets = Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.of("/hello", "/cost?memory=512&concurrency=2&hours=8")),
                Tuple.of(
                        4,
                        Arbitraries.of(
                                "/2015-03-31/functions/hearth/invocations",
                                "/2015-03-31/functions/hearth/configuration",
                                "/2015-03-31/functions/",
                                "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aeu-west-1%3A1%3Afunction%3Ahearth/invocations",
                                "/2015-03-31/functions/%zz/invocations")),
                Tuple.of(
                        3,
                        Arbitraries.of(
                                "/",
                                "//",
                                "*",
                                "http://localhost/hello",
                                "/%zz",
                                "/%00",
                                "/%1b[2J",
                                "/..%2f..",
                                "/a?%",
                                "/hello?" + "q=1&".repeat(2_000),
                                "/" + "a".repeat(20_000),
                                "hello",
                                "?",
                                "/ä")),
                Tuple.of(
                        2,
                        Arbitraries.strings()
                                .withCharRange('!', '~')
                                .ofMinLength(1)
                                .ofMaxLength(30)));
        Arbitrary<String> versions = Arbitraries.frequencyOf(
                Tuple.of(10, Arbitraries.just("HTTP/1.1")),
                Tuple.of(1, Arbitraries.of("HTTP/1.0", "HTTP/2.0", "HTTP/9.9", "FTP/1.0")));
        Arbitrary<String> header = Arbitraries.frequencyOf(
                Tuple.of(
                        6,
                        Arbitraries.of(
                                "Host: localhost:PORT",
                                "Host: 127.0.0.1:PORT",
                                "Accept: */*",
                                "Cookie: a=1; b=2",
                                "X-Amz-Invocation-Type: Event",
                                "X-Amz-Invocation-Type: DryRun",
                                "X-Amz-Log-Type: Tail",
                                "X-Amz-Client-Context: e30=",
                                "Content-Type: application/json",
                                "Accept-Encoding: gzip",
                                "X-Amzn-Trace-Id: Root=1-00000000-000000000000000000000000;Lineage=a:1|b:2")),
                Tuple.of(
                        3,
                        Arbitraries.of(
                                "Host: example.org",
                                "Host: ",
                                "Host: localhost:PORT:1",
                                "Origin: http://example.org",
                                "Sec-Fetch-Site: cross-site",
                                "Expect: 100-continue",
                                "Expect: 200-ok",
                                "Upgrade: h2c",
                                "Upgrade: websocket",
                                "Connection: keep-alive, x-amz-log-type",
                                "Content-Encoding: gzip",
                                "X-Amz-Client-Context: %%%",
                                "X-Amz-Log-Type: Head",
                                "X-Amz-Invocation-Type: Sometimes",
                                "X-Forwarded-For: \u0080",
                                "Cookie: ;;=;",
                                "X-Amzn-Trace-Id: Root=;;;Lineage=",
                                "Trailer: X",
                                "Range: bytes=0-0")),
                Tuple.of(
                        1,
                        Arbitraries.of(
                                "no colon",
                                ": no name",
                                "X Y: blank",
                                " folded",
                                "X-Nul: \0",
                                "X-Bare: \rx",
                                "X-Long: " + "v".repeat(12_000),
                                "X-Longer: " + "v".repeat(150_000),
                                "\u0001: 1")));
        Arbitrary<String> bodies = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just("")),
                Tuple.of(
                        4,
                        Arbitraries.of("{}", "null", "[1]", "{", "\"a\"", "{\"hearth\":1}", "0\r\n\r\nGET / HTTP/1.1")),
                Tuple.of(1, Arbitraries.strings().withCharRange('\0', '\u00ff').ofMaxLength(200)),
                Tuple.of(1, Arbitraries.of("x".repeat(100_000), "[".repeat(100_000))));
        Arbitrary<Framing> framings = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.of(Framing.LENGTH, Framing.CHUNKS, Framing.NONE)),
                Tuple.of(3, Arbitraries.of(Framing.class)));
        return Combinators.combine(methods, targets, versions, header.list().ofMaxSize(5), framings, bodies)
                .as((method, target, version, headers, framing, body) ->
                        new RawRequest(method, target, version, headers, framing, framing == Framing.NONE ? "" : body));
    }

    // ---------------------------------------------------------------- packages

    /**
     * A file in a zip.
     *
     * @param mode as Unix has it, its type included
     * @param times how often the content is repeated
     */
    record Entry(String name, int mode, String content, int times) {}

    static Arbitrary<List<Entry>> zips() {
        Arbitrary<String> names = Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.of("bootstrap", "lib/a.jar", "A.class", "a", "a/b", "a/b/c", "b/")),
                Tuple.of(
                        3,
                        Arbitraries.of(
                                "../out",
                                "/etc/out",
                                "a/../../out",
                                "..",
                                ".",
                                "",
                                "a\\..\\out",
                                "a\0b",
                                "ä\n",
                                "\u001b[2J",
                                "n".repeat(300),
                                "d/".repeat(2_000) + "x",
                                "bootstrap/x",
                                "CON",
                                "a//b",
                                "./a")));
        Arbitrary<Integer> modes = Arbitraries.frequencyOf(
                Tuple.of(5, Arbitraries.of(0100755, 0100644)),
                Tuple.of(3, Arbitraries.of(0120777, 0100000, 0104755, 0010644, 0020644, 0140755, 040755, 0, 0177777)));
        Arbitrary<String> contents = Arbitraries.of(
                "#!/bin/sh\nexit 0\n",
                "",
                "a",
                "..",
                "../..",
                "../../../../../etc/passwd",
                "/etc/passwd",
                "a/b",
                "bootstrap",
                "\0\0\0\0",
                "#!/no/such/interpreter\n",
                "\u007fELF",
                "\u007fELF" + "\0".repeat(60),
                "x".repeat(5_000));
        Arbitrary<Integer> times = Arbitraries.frequencyOf(
                        Tuple.of(200, Arbitraries.just(1)), Tuple.of(1, Arbitraries.of(1_000, 60_000)))
                .withoutEdgeCases();
        return Combinators.combine(names, modes, contents, times)
                .as(Entry::new)
                .list()
                .ofMaxSize(6);
    }

    /** @param damage makes of one zip in three a truncated one, of another third one with a wrong byte */
    static byte[] zip(List<Entry> entries, int damage) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
            zip.setLevel(Deflater.BEST_SPEED);
            for (Entry entry : entries) {
                ZipArchiveEntry header = new ZipArchiveEntry(entry.name());
                header.setUnixMode(entry.mode());
                zip.putArchiveEntry(header);
                if (!header.isDirectory()) {
                    byte[] content = entry.content().getBytes(StandardCharsets.ISO_8859_1);
                    for (int i = 0; i < entry.times(); i++) {
                        zip.write(content);
                    }
                }
                zip.closeArchiveEntry();
            }
        }
        byte[] whole = bytes.toByteArray();
        int place = Math.floorMod(damage / 3, whole.length);
        return switch (Math.floorMod(damage, 3)) {
            case 1 -> Arrays.copyOf(whole, place);
            case 2 -> {
                whole[place] ^= (byte) (1 << Math.floorMod(damage, 8));
                yield whole;
            }
            default -> whole;
        };
    }

    // ---------------------------------------------------------------- plans and schedules

    static Arbitrary<String> plans() {
        Arbitrary<String> changed = changed(ownPlan(), 6);
        return Arbitraries.frequencyOf(
                Tuple.of(8, changed),
                Tuple.of(1, values().map(JsonNode::toString)),
                Tuple.of(
                        1,
                        Combinators.combine(changed, Arbitraries.integers().between(0, 5_000))
                                .as((text, cut) -> text.substring(0, Math.min(cut, text.length())))));
    }

    private static String ownPlan() {
        try (InputStream plan = Inputs.class.getResourceAsStream("plan.json")) {
            return new String(plan.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Arbitrary<String> schedules() {
        Arbitrary<String> numbers = Arbitraries.oneOf(
                Arbitraries.integers().between(-1, 70).map(String::valueOf),
                Arbitraries.of("1970", "2026", "2199", "2200", "99999999999999999999", "007", "1e3", "½"));
        Arbitrary<String> units =
                Arbitraries.of("minute", "minutes", "hour", "hours", "day", "days", "second", "week", "MINUTES", "");
        Arbitrary<String> rates = Combinators.combine(numbers, units, Arbitraries.of(" ", "  ", "", "\t"))
                .as((number, unit, between) -> "rate(" + number + between + unit + ")");
        Arbitrary<String> names = Arbitraries.of(
                "*", "?", "L", "LW", "L-3", "W", "MON", "FRI", "SUN", "JAN", "DEC", "mon", "#", "MON#6", "6L", "15W");
        Arbitrary<String> atom = Arbitraries.oneOf(numbers, names);
        Arbitrary<String> field = Arbitraries.frequencyOf(
                Tuple.of(5, Arbitraries.of("*", "?", "0")),
                Tuple.of(4, atom),
                Tuple.of(2, Combinators.combine(atom, atom).as((from, to) -> from + "-" + to)),
                Tuple.of(2, Combinators.combine(atom, atom).as((from, step) -> from + "/" + step)),
                Tuple.of(2, atom.list().ofMinSize(1).ofMaxSize(4).map(all -> String.join(",", all))));
        Arbitrary<String> crons =
                field.list().ofMinSize(5).ofMaxSize(7).map(fields -> "cron(" + String.join(" ", fields) + ")");
        Arbitrary<String> dates = Combinators.combine(numbers, numbers, numbers)
                .as((month, day, hour) -> String.format(Locale.ROOT, "at(2026-%2s-%2sT%2s:00:00)", month, day, hour)
                        .replace(' ', '0'));
        return Arbitraries.frequencyOf(
                Tuple.of(3, rates), Tuple.of(6, crons), Tuple.of(2, dates), Tuple.of(1, Arbitraries.of(STRANGE_TEXTS)));
    }
}

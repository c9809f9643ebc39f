package dev.hearth.lab.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who knocks, by the headers that a browser sets and a page cannot (Fetch standard, "forbidden request-header"). A door
 * listens on this machine alone, yet every page in a browser on it can send requests there, and one whose name resolves
 * to 127.0.0.1 (DNS rebinding) can read the answers too. Programs send no {@code Origin} and name the door by a loopback
 * name.
 *
 * @param hosts each {@code Host} header; none is what HTTP/1.0 allows, and what no browser sends
 * @param origins each {@code Origin} header
 * @param sites each {@code Sec-Fetch-Site} header
 */
record Visitor(List<String> hosts, List<String> origins, List<String> sites) {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Pattern AUTHORITY = Pattern.compile("(?<name>\\[[^\\]]*]|[^:]*)(?::(?<port>\\d{1,5}))?");
    private static final Pattern ORIGIN = Pattern.compile("https?://" + AUTHORITY.pattern());
    private static final String HTTP = "http://";
    private static final int HTTP_PORT = 80;

    /** Whose pages may come in. */
    enum Pages {
        /** Those that the door itself serves. */
        OWN,
        /** Those of any server on this machine: a front end under development calls its function so. */
        OF_THIS_MACHINE
    }

    Visitor {
        hosts = List.copyOf(hosts);
        origins = List.copyOf(origins);
        sites = List.copyOf(sites);
    }

    static Visitor of(HttpServerRequest request) {
        return new Visitor(
                request.headers().getAll(HttpHeaders.HOST),
                request.headers().getAll(HttpHeaders.ORIGIN),
                request.headers().getAll("Sec-Fetch-Site"));
    }

    /** Why a door on this port does not let it in, in a sentence; empty where it does. */
    Optional<String> refusal(int port, Pages pages) {
        return hosts.stream()
                .filter(host -> !isLoopback(host, port))
                .findFirst()
                .map(host -> "the Host " + shown(host) + " is not this door: call it localhost:" + port + ", 127.0.0.1:"
                        + port + " or [::1]:" + port)
                .or(() -> origins.stream()
                        .filter(origin -> !isAllowed(origin, port, pages))
                        .findFirst()
                        .map(origin -> "a page of " + shown(origin) + " must not call the local Lambda"))
                .or(() -> sites.stream()
                        .map(site -> site.toLowerCase(Locale.ROOT))
                        .filter(site -> !isAllowed(site, pages))
                        .findFirst()
                        .map(site -> "a page of another site must not call the local Lambda (Sec-Fetch-Site "
                                + shown(site) + ")"));
    }

    private static boolean isLoopback(String authority, int port) {
        Matcher parts = AUTHORITY.matcher(authority.toLowerCase(Locale.ROOT));
        return parts.matches()
                && LOOPBACK.contains(parts.group("name"))
                && (parts.group("port") == null ? HTTP_PORT : Integer.parseInt(parts.group("port"))) == port;
    }

    private static boolean isAllowed(String origin, int port, Pages pages) {
        String lower = origin.toLowerCase(Locale.ROOT);
        return switch (pages) {
            case OWN -> lower.startsWith(HTTP) && isLoopback(lower.substring(HTTP.length()), port);
            case OF_THIS_MACHINE -> {
                Matcher parts = ORIGIN.matcher(lower);
                yield parts.matches() && LOOPBACK.contains(parts.group("name"));
            }
        };
    }

    /** {@code none} is a person who typed the address; {@code same-site} another port of this machine. */
    private static boolean isAllowed(String site, Pages pages) {
        return site.equals("same-origin")
                || site.equals("none")
                || (site.equals("same-site") && pages == Pages.OF_THIS_MACHINE);
    }

    /** What a stranger wrote, so that no control character and no length of it reaches anybody. */
    private static String shown(String text) {
        String clean = text.replaceAll("[^\\x21-\\x7e]", "?");
        return clean.length() > 100 ? clean.substring(0, 100) + "…" : clean;
    }
}

package dev.hearth.warm;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A request's path, as AWS hands it over: decoded, so that it may hold what no HTTP request can have in its first line. */
final class RequestPath {
    /** RFC 3986, path: pchar and the slash; and the percent sign, which decoding may have left or made. */
    private static final String ALLOWED = "/-._~!$&'()*+,;=:@%";

    private RequestPath() {}

    static boolean isWellFormed(String path) {
        return path.chars().allMatch(RequestPath::allowed);
    }

    /** What the path allows stays, all else is encoded as UTF-8. */
    static String encoded(String path) {
        StringBuilder encoded = new StringBuilder(path.length() + 16);
        for (byte each : path.getBytes(UTF_8)) {
            if (allowed(each)) {
                encoded.append((char) each);
            } else {
                encoded.append('%')
                        .append(Character.toUpperCase(Character.forDigit((each >> 4) & 0xf, 16)))
                        .append(Character.toUpperCase(Character.forDigit(each & 0xf, 16)));
            }
        }
        return encoded.toString();
    }

    private static boolean allowed(int character) {
        return (character >= '0' && character <= '9')
                || (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || ALLOWED.indexOf(character) >= 0;
    }
}

package dev.hearth.warm.event;

import java.util.Base64;
import java.util.BitSet;

/**
 * At which moments of the last quarter of an hour an environment was busy with users. There is one moment in each second, at no
 * regular distance: what timers begin at the full second would else be seen always or never.
 *
 * @param until the last second, since 1970
 * @param moments base 64 of a bit for each second, the last one's first
 */
public record Busy(long until, String moments) {
    /** A quarter of an hour. */
    public static final int SECONDS = 900;

    private static final int MILLIS = 1_000;

    /** A number without factors in common with a second's milliseconds, that spreads neighbours far apart: 1,000 by the golden section. */
    private static final int STEP = 619;

    /**
     * As it was read.
     *
     * @throws IllegalArgumentException where the moments are not base 64
     */
    public Busy {
        Base64.getDecoder().decode(moments);
    }

    public static Busy of(long until, BitSet moments) {
        return new Busy(until, Base64.getEncoder().withoutPadding().encodeToString(moments.toByteArray()));
    }

    /** The seconds at whose moment it was busy, 0 the last. */
    public BitSet decoded() {
        return BitSet.valueOf(Base64.getDecoder().decode(moments));
    }

    /** The second that a time lies in. */
    public static long second(long millis) {
        return Math.floorDiv(millis, MILLIS);
    }

    /** The moment of a second, in milliseconds since 1970. */
    public static long moment(long second) {
        return second * MILLIS + Math.floorMod(second * STEP, MILLIS);
    }
}

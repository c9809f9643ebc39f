package dev.hearth.lab.simulation;

import java.time.Duration;
import java.util.List;

/**
 * Provisioned concurrency under target tracking. Application Auto Scaling makes two alarms on the average utilisation by the
 * minute: out after three minutes above the target, in after fifteen below nine tenths of it (its alarms as it makes them; G.
 * Mao, "Understanding Lambda Provisioned Concurrency Autoscaling"). A minute's figure is there a minute later.
 *
 * @param from when the least is set, microseconds since 1970
 * @param utilisation the share of provisioned environments that is to be busy
 */
public record Autoscaled(int minimum, int maximum, double utilisation, long from) implements Strategy {

    private static final long MINUTE = Duration.ofMinutes(1).toMillis() * 1_000;
    private static final int OUT_AFTER = 3;
    private static final int IN_AFTER = 15;
    private static final double IN_BELOW = 0.9;

    @Override
    public Run begin() {
        return new Run() {
            private long next = from;
            private int set;
            private int above;
            private int below;
            private double lastMinute;

            @Override
            public long next() {
                return next;
            }

            @Override
            public List<Action> act(long now, Observed observed) {
                next = now + MINUTE;
                if (set == 0) {
                    set = minimum;
                    return List.of(new Action.Provision(set));
                }
                double used = lastMinute;
                lastMinute = observed.provisioned() == 0 ? 0 : observed.provisionedBusy() / observed.provisioned();
                above = used > utilisation ? above + 1 : 0;
                below = used < IN_BELOW * utilisation ? below + 1 : 0;
                int wanted = set;
                if (above >= OUT_AFTER && observed.provisioned() >= set) {
                    wanted = (int) Math.ceil(set * used / utilisation);
                } else if (below >= IN_AFTER) {
                    wanted = (int) Math.ceil(set * used / utilisation);
                }
                wanted = Math.clamp(wanted, minimum, maximum);
                if (wanted == set) {
                    return List.of();
                }
                set = wanted;
                return List.of(new Action.Provision(set));
            }
        };
    }
}

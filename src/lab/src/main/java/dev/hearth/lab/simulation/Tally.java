package dev.hearth.lab.simulation;

/** What happened on one day. GB-seconds follow from the milliseconds by the memory size. */
public final class Tally {

    long requests;
    long cold;
    long throttled;
    long coldBesideHolds;
    long lostMicros;
    long onDemandMillis;
    long onProvisionedMillis;
    long warmInvocations;
    long warmMillis;
    long warmThrottled;
    long cycles;
    long provisionedMillis;

    /** Users' requests. */
    public long requests() {
        return requests;
    }

    /** Of them, those that waited for a start. */
    public long cold() {
        return cold;
    }

    /** Of them, those that were refused. */
    public long throttled() {
        return throttled;
    }

    /** Users' cold starts and refusals while warming held an environment that was warm. */
    public long coldBesideHolds() {
        return coldBesideHolds;
    }

    /** How long users waited for starts, in microseconds. */
    public long lostMicros() {
        return lostMicros;
    }

    /** What users' invocations on demand are billed, starts included. */
    public long onDemandMillis() {
        return onDemandMillis;
    }

    /** What users' invocations in provisioned environments are billed. */
    public long onProvisionedMillis() {
        return onProvisionedMillis;
    }

    public long warmInvocations() {
        return warmInvocations;
    }

    /** What warming's invocations are billed, starts included. */
    public long warmMillis() {
        return warmMillis;
    }

    /** Warming's invocations that were refused. */
    public long warmThrottled() {
        return warmThrottled;
    }

    /** How often warming was called by its schedule. */
    public long cycles() {
        return cycles;
    }

    /** For how long provisioned environments were paid for, all together. */
    public long provisionedMillis() {
        return provisionedMillis;
    }

    /** All of several days. */
    public static Tally sum(Iterable<Tally> days) {
        Tally sum = new Tally();
        for (Tally day : days) {
            sum.requests += day.requests;
            sum.cold += day.cold;
            sum.throttled += day.throttled;
            sum.coldBesideHolds += day.coldBesideHolds;
            sum.lostMicros += day.lostMicros;
            sum.onDemandMillis += day.onDemandMillis;
            sum.onProvisionedMillis += day.onProvisionedMillis;
            sum.warmInvocations += day.warmInvocations;
            sum.warmMillis += day.warmMillis;
            sum.warmThrottled += day.warmThrottled;
            sum.cycles += day.cycles;
            sum.provisionedMillis += day.provisionedMillis;
        }
        return sum;
    }

    @Override
    public String toString() {
        return "requests " + requests + ", cold " + cold + ", throttled " + throttled + ", beside holds "
                + coldBesideHolds + ", lost " + lostMicros + " µs, on demand " + onDemandMillis + " ms, provisioned "
                + onProvisionedMillis + " ms, warming " + warmInvocations + " × " + warmMillis + " ms, refused "
                + warmThrottled + ", cycles " + cycles + ", provisioned " + provisionedMillis + " ms";
    }
}

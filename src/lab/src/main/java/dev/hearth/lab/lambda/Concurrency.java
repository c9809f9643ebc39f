package dev.hearth.lab.lambda;

import dev.hearth.lab.lambda.Lambda.Reason;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

/** The account's concurrency and how functions share it. */
final class Concurrency {

    private final AccountSettings account;
    private final Collection<Fleet> fleets;

    /** @param fleets all of the account, as they are at any time */
    Concurrency(AccountSettings account, Collection<Fleet> fleets) {
        this.account = account;
        this.fleets = fleets;
    }

    /** Why a function may not have one more environment busy. */
    Optional<Reason> refusal(Fleet fleet) {
        FunctionSettings settings = fleet.settings();
        if (settings.reservedConcurrency().isPresent()) {
            return fleet.busy() < settings.reservedConcurrency().getAsInt()
                    ? Optional.empty()
                    : Optional.of(Reason.RESERVED);
        }
        return fleet.busy() < settings.provisionedConcurrency()
                        || unreservedInUse() < account.concurrency() - reserved()
                ? Optional.empty()
                : Optional.of(Reason.ACCOUNT);
    }

    /** @throws IllegalArgumentException if reservations leave less than AWS keeps for the functions without one */
    void check(Collection<FunctionSettings> functions) {
        int reserved = reserved(functions.stream());
        int unreserved = account.concurrency() - reserved;
        if (reserved > 0 && unreserved < account.unreservedMinimum()) {
            throw new IllegalArgumentException("reserved and provisioned concurrency take " + reserved
                    + " of the account's " + account.concurrency() + " and leave " + unreserved
                    + "; AWS keeps " + account.unreservedMinimum() + " unreserved");
        }
    }

    private int reserved() {
        return reserved(fleets.stream().map(Fleet::settings));
    }

    private static int reserved(Stream<FunctionSettings> functions) {
        return functions
                .mapToInt(settings -> settings.reservedConcurrency().orElse(settings.provisionedConcurrency()))
                .sum();
    }

    /** Provisioned concurrency is taken from the account whether it is in use or not, so only what exceeds it counts. */
    private int unreservedInUse() {
        return fleets.stream()
                .filter(fleet -> fleet.settings().reservedConcurrency().isEmpty())
                .mapToInt(fleet -> Math.max(0, fleet.busy() - fleet.settings().provisionedConcurrency()))
                .sum();
    }
}

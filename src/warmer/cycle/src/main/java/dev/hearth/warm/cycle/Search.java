package dev.hearth.warm.cycle;

import dev.hearth.warm.event.Busy;
import dev.hearth.warm.event.CycleReport;
import dev.hearth.warm.event.HoldAnswer;
import dev.hearth.warm.event.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far a cycle has come in finding its target. One that was given a number has found it.
 *
 * @param range within which it is
 * @param target how many its rounds hold now
 * @param found when the environments that it found were busy with users, by their ids
 */
public record Search(Target range, int target, Map<String, Busy> found) {
    public Search {
        found = Map.copyOf(found);
    }

    /**
     * Before the first round.
     *
     * @param first how many that is to hold
     * @param leader the id of the environment that leads
     * @param busy when that was busy with users
     */
    public static Search of(Target range, int first, String leader, Optional<Busy> busy) {
        return new Search(
                range,
                first,
                range.isRange() ? busy.map(own -> Map.of(leader, own)).orElseGet(Map::of) : Map.of());
    }

    Search after(List<HoldAnswer> answers) {
        Map<String, Busy> now = new HashMap<>(found);
        answers.forEach(answer -> answer.busy().ifPresent(busy -> now.put(answer.id(), busy)));
        return new Search(range, target, now);
    }

    /** The same, if what was found says that more is needed. */
    Optional<Search> wider() {
        return TargetRule.wider(range, target, demand()).stream()
                .mapToObj(more -> new Search(range, more, found))
                .findFirst();
    }

    /** What holds are told of it. */
    Optional<Integer> together() {
        return range.isRange() ? Optional.of(target) : Optional.empty();
    }

    Optional<CycleReport.Found> report() {
        if (!range.isRange()) {
            return Optional.empty();
        }
        int demand = demand();
        return Optional.of(new CycleReport.Found(demand, why(demand)));
    }

    private String why(int demand) {
        int wanted = TargetRule.wanted(demand);
        if (wanted > target && target == range.max()) {
            return "the most that it may be, where " + wanted + " would have room for a few more users";
        }
        if (target == range.min()) {
            return "the least that it may be";
        }
        return wanted < target
                ? "fewer every other hour, as long as " + wanted + " have room enough"
                : "room for " + (target - demand) + " more than were busy at once";
    }

    private int demand() {
        return TargetRule.demand(found.values());
    }
}

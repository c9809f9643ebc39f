package dev.hearth.lab.schedule;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Which of EventBridge's two ways to be on time a schedule is of, and so what its events are. */
public sealed interface Origin {

    /** What its owner calls it. */
    String name();

    /** Its name among all. */
    String path();

    /** What its owner sends, before anything is filled in; empty where AWS says it all. */
    Optional<String> input();

    /** The same schedule with something else to send. */
    Origin withInput(String input);

    /** The event of one firing. */
    String event(Instant occurrence, Place place, RandomGenerator random);

    /** Where an account is served. */
    record Place(String region, String account) {

        static Place of(String arn) {
            String[] parts = arn.split(":", -1);
            return new Place(parts[3], parts[4]);
        }
    }

    /**
     * A schedule of EventBridge Scheduler.
     *
     * @param group the schedules among which it has its name for itself
     * @param text the event, with {@code <aws.scheduler.…>} placeholders
     */
    record Scheduler(String group, String name, String text) implements Origin {

        /** What AWS has in every account for schedules that name no group. */
        public static final String DEFAULT_GROUP = "default";

        public Scheduler {
            requireName("a schedule's name", name);
            requireName("a schedule group's name", group);
        }

        @Override
        public String path() {
            return group + "/" + name;
        }

        @Override
        public Optional<String> input() {
            return Optional.of(text);
        }

        @Override
        public Origin withInput(String input) {
            return new Scheduler(group, name, input);
        }

        /** There is one attempt, as a retry policy of none means. */
        @Override
        public String event(Instant occurrence, Place place, RandomGenerator random) {
            return text.replace("<aws.scheduler.scheduled-time>", seconds(occurrence))
                    .replace(
                            "<aws.scheduler.schedule-arn>",
                            "arn:aws:scheduler:" + place.region() + ":" + place.account() + ":schedule/" + path())
                    .replace("<aws.scheduler.execution-id>", HexFormat.of().toHexDigits(random.nextLong()))
                    .replace("<aws.scheduler.attempt-number>", "1");
        }
    }

    /**
     * A target of a rule of EventBridge's default bus.
     *
     * @param name the rule's
     * @param target which of its targets
     * @param input the event as it is; where empty, AWS's own (EventBridge user guide, "Scheduled Event")
     */
    record Rule(String name, String target, Optional<String> input) implements Origin {

        public Rule {
            requireName("a rule's name", name);
        }

        @Override
        public String path() {
            return "rule/" + name + "/" + target;
        }

        @Override
        public Origin withInput(String changed) {
            return new Rule(name, target, Optional.of(changed));
        }

        @Override
        public String event(Instant occurrence, Place place, RandomGenerator random) {
            return input.orElseGet(() -> "{\"version\":\"0\",\"id\":\""
                    + new UUID(random.nextLong(), random.nextLong())
                    + "\",\"detail-type\":\"Scheduled Event\",\"source\":\"aws.events\",\"account\":\""
                    + place.account() + "\",\"time\":\"" + seconds(occurrence) + "\",\"region\":\"" + place.region()
                    + "\",\"resources\":[\"arn:aws:events:" + place.region() + ":" + place.account() + ":rule/" + name
                    + "\"],\"detail\":{}}");
        }
    }

    private static String seconds(Instant occurrence) {
        return occurrence.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static void requireName(String what, String name) {
        if (!Names.FORM.matcher(name).matches()) {
            throw new IllegalArgumentException(what + " is 1 to 64 letters, digits, -, _ or ., not: " + name);
        }
    }

    /** What AWS takes for the name of a schedule, of a group and of a rule alike. */
    final class Names {

        private static final Pattern FORM = Pattern.compile("[0-9a-zA-Z-_.]{1,64}");

        private Names() {}
    }
}

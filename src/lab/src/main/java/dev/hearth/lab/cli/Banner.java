package dev.hearth.lab.cli;

import dev.hearth.lab.cloud.Deployment;
import dev.hearth.lab.cloud.Warming;
import dev.hearth.lab.lambda.FunctionSettings;
import dev.hearth.lab.linux.Limits;
import dev.hearth.lab.schedule.Schedule;
import dev.hearth.lab.watch.CycleLine;
import dev.hearth.lab.watch.Ink;
import dev.hearth.warm.event.Target;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** What a user should know once everything is up. */
final class Banner {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

    private Banner() {}

    /** @param notHere what of a plan is otherwise than on AWS */
    static List<String> lines(
            Ink ink,
            List<Deployment> deployments,
            List<String> notHere,
            int apiPort,
            OptionalInt dashboardPort,
            Limits limits,
            Instant now) {
        List<String> lines = new ArrayList<>();
        for (Deployment deployment : deployments) {
            FunctionSettings settings = deployment.settings();
            lines.add(ink.strong(settings.name()) + "  " + deployment.source() + ", "
                    + settings.memory().megabytes() + " MB"
                    + (settings.reservedConcurrency().isPresent()
                            ? ", reserved concurrency "
                                    + settings.reservedConcurrency().getAsInt()
                            : ""));
            lines.add("  HTTP        " + ink.strong("http://localhost:" + deployment.httpPort())
                    + switch (deployment.http()) {
                        case API -> "";
                        case URL -> ink.quiet("  (as its function URL)");
                        case REST -> ink.quiet("  (as a REST API)");
                    });
            if (settings.provisionedConcurrency() > 0) {
                lines.add("  provisioned " + CycleLine.counted(settings.provisionedConcurrency(), "environment")
                        + ", started up front");
            }
            if (deployment.warmings().isEmpty() && settings.provisionedConcurrency() == 0) {
                lines.add("  kept warm   not at all");
            }
            deployment.warmings().forEach(warming -> lines.add("  kept warm   " + warming(warming, now)));
        }
        notHere.forEach(line -> lines.add("  " + ink.notable("not here") + "    " + line));
        lines.add("  Invoke API  " + ink.strong("http://localhost:" + apiPort)
                + ink.quiet("  (aws lambda invoke --endpoint-url)"));
        dashboardPort.ifPresent(port -> lines.add(
                "  dashboard   " + ink.strong("http://localhost:" + port) + ink.quiet("  (all of this to look at)")));
        lines.add("  limits      "
                + (limits.memory() && limits.cpu() ? limits.description() : ink.notable(limits.description())));
        lines.add(ink.quiet("  not imitated: the start of a microVM, the download of the code, the network"));
        lines.add("");
        return lines;
    }

    private static String warming(Warming warming, Instant now) {
        Schedule schedule = warming.schedule();
        boolean typed = warming.first().isPresent();
        return (typed ? "" : schedule.name() + ": ")
                + (warming.target().isPresent() ? environments(warming.target().get()) : "an event of its own")
                + ", " + warming.expression()
                + (warming.expression().startsWith("rate") ? "" : " " + schedule.timeZone())
                + (typed ? "" : ", " + next(schedule, now));
    }

    private static String environments(Target target) {
        return target.isRange() ? target + " environments" : CycleLine.counted(target.min(), "environment");
    }

    /** A plan's schedules wait until they are due, so that nothing happening must not look like a fault. */
    private static String next(Schedule schedule, Instant now) {
        return schedule.next(now, now)
                .map(due -> due.equals(now) ? "now" : "next " + MINUTE.format(due.atZone(schedule.timeZone())))
                .orElse("never again");
    }
}

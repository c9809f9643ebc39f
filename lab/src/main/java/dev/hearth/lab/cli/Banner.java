package dev.hearth.lab.cli;

import dev.hearth.lab.environment.Limits;
import dev.hearth.lab.lambda.FunctionSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a user should know once everything is up. */
final class Banner {

    private Banner() {}

    static List<String> lines(Ink ink, List<Deployment> deployments, int apiPort, Limits limits) {
        List<String> lines = new ArrayList<>();
        for (Deployment deployment : deployments) {
            FunctionSettings settings = deployment.settings();
            lines.add(ink.strong(settings.name()) + "  " + deployment.source() + ", "
                    + settings.memory().megabytes() + " MB"
                    + (settings.reservedConcurrency().isPresent()
                            ? ", reserved concurrency "
                                    + settings.reservedConcurrency().getAsInt()
                            : ""));
            lines.add("  HTTP        " + ink.strong("http://localhost:" + deployment.httpPort()));
            lines.add("  kept warm   " + warming(deployment.warming()));
        }
        lines.add("  Invoke API  " + ink.strong("http://localhost:" + apiPort)
                + ink.quiet("  (aws lambda invoke --endpoint-url)"));
        lines.add("  limits      "
                + (limits.memory() && limits.cpu() ? limits.description() : ink.notable(limits.description())));
        lines.add(ink.quiet("  not imitated: the start of a microVM, the download of the code, the network"));
        lines.add("");
        return lines;
    }

    private static String warming(Optional<Warming> warming) {
        return warming.map(how -> how.target() + " environments, " + how.text()
                        + (how.text().startsWith("rate") ? "" : " " + how.timeZone()))
                .orElse("not at all");
    }
}

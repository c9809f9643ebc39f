package dev.hearth.lab.advice;

import java.util.Locale;

/** What is asked. */
public sealed interface Question {

    /** As cheap as can be with at most so many cold starts in a thousand requests. */
    record ColdStarts(double perThousand) implements Question {}

    /** As few cold starts as can be had for so many US dollars a month. */
    record Budget(double usdAMonth) implements Question {}

    /** In the user's words. */
    default String words() {
        return switch (this) {
            case ColdStarts asked ->
                String.format(Locale.ROOT, "at most %s in 1,000 requests", Figures.number(asked.perThousand()));
            case Budget asked -> "at most " + Figures.usd(asked.usdAMonth()) + " a month";
        };
    }
}

package dev.hearth.lab.advice;

/** One setting of a strategy, as it did on the days that were held out: a point of the curve of cost against cold starts. */
record Point(String family, String setting, double usd, double coldPerThousand) {}

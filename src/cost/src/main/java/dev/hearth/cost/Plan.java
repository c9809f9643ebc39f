package dev.hearth.cost;

import java.time.Duration;

/**
 * What is to be kept warm, and for how long in a month.
 *
 * @param region whose prices apply
 * @param architecture the instruction set
 * @param memoryMegabytes the function's memory size
 * @param concurrency how many environments
 * @param time how long, at most a month
 * @param every how often warming invokes them all
 * @param hold how long AWS bills each of those invocations
 * @param peak for how long of that time autoscaling keeps all of them
 * @param minimum how many it keeps for the rest
 */
public record Plan(
        String region,
        Architecture architecture,
        int memoryMegabytes,
        int concurrency,
        Duration time,
        Duration every,
        Duration hold,
        Duration peak,
        int minimum) {}

package dev.hearth.lab.lambda;

/** A function's memory size, which sets its CPU share too. */
public record MemorySize(int megabytes) {

    /** Memory size that gets one whole vCPU (AWS Lambda developer guide, "Configure Lambda function memory"). */
    private static final double MEGABYTES_PER_CPU = 1769;

    public MemorySize {
        if (megabytes < 128 || megabytes > 10_240) {
            throw new IllegalArgumentException("memory size must be 128 to 10240 MB, not " + megabytes);
        }
    }

    /** Share of CPU time after init, in vCPUs: 0.07 at 128 MB, 1 at 1,769 MB. */
    public double cpus() {
        return megabytes / MEGABYTES_PER_CPU;
    }
}

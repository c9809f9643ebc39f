package dev.hearth.lab.linux;

import dev.hearth.lab.lambda.MemorySize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Nothing is limited, and a mark tells which processes are an environment's. */
public record NoCgroups(String reason) implements Cgroups {

    @Override
    public Limits limits() {
        return new Limits(false, false, "memory and CPU are not limited: " + reason);
    }

    @Override
    public Cgroup create(String name, MemorySize memory) {
        return new Group(Mark.fresh());
    }

    @Override
    public void close() {}

    record Group(Mark mark) implements Cgroup {

        @Override
        public List<Path> doors() {
            return List.of();
        }

        @Override
        public void limitCpu(double cpus) {}

        @Override
        public List<Long> processes() {
            return mark.processes();
        }

        @Override
        public boolean freeze() {
            return false;
        }

        @Override
        public void thaw() {}

        @Override
        public Optional<Duration> cpuTime() {
            return Optional.empty();
        }

        @Override
        public boolean ranOutOfMemory() {
            return false;
        }

        @Override
        public void kill() {
            mark.kill();
        }

        @Override
        public boolean remove() {
            return mark.processes().isEmpty();
        }
    }
}

package dev.hearth.lab.schedule;

import io.quarkus.scheduler.Scheduler;
import io.quarkus.scheduler.Trigger;
import io.quarkus.scheduler.common.runtime.AbstractJobDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A scheduler whose seconds pass when a test says so. */
public final class FakeScheduler implements Scheduler {

    private final Map<String, Job> jobs = new LinkedHashMap<>();

    void tick() {
        List.copyOf(jobs.values()).forEach(Job::run);
    }

    @Override
    public JobDefinition<?> newJob(String identity) {
        return new Job(identity);
    }

    @Override
    public Trigger unscheduleJob(String identity) {
        jobs.remove(identity);
        return null;
    }

    @Override
    public boolean isStarted() {
        return true;
    }

    @Override
    public boolean isRunning() {
        return true;
    }

    @Override
    public void pause() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void pause(String identity) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void resume() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void resume(String identity) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isPaused(String identity) {
        return false;
    }

    @Override
    public List<Trigger> getScheduledJobs() {
        return List.of();
    }

    @Override
    public Trigger getScheduledJob(String identity) {
        return null;
    }

    @Override
    public String implementation() {
        return "FAKE";
    }

    private final class Job extends AbstractJobDefinition<Job> {

        Job(String identity) {
            super(identity);
        }

        void run() {
            task.accept(null);
        }

        @Override
        public Trigger schedule() {
            jobs.put(identity, this);
            return null;
        }
    }
}

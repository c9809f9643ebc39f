package dev.hearth.warm;

import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The warmer's settings, {@code hearth.warm.*}; as environment variables {@code HEARTH_WARM_MAX_TARGET} and so on, read at run
 * time. Every default suits a function of a few dozen environments.
 */
@ConfigRoot(phase = ConfigPhase.RUN_TIME)
@ConfigMapping(prefix = "hearth.warm")
public interface WarmConfig {
    /**
     * The most environments that a cycle keeps warm, whatever it asks for; the report says when this capped it. Set it below
     * the function's reserved concurrency, or the account's where none is reserved: what a cycle holds, no user can have for
     * the length of its window.
     */
    @WithDefault("100")
    int maxTarget();

    /**
     * How many others one environment invokes at most, before it hands on a share. A leader connects before anybody is held; who is
     * held and invokes others does so while everybody holds, so that flat is cheap as far as the leader's memory goes. Beyond what three
     * levels hold the last one gets broader.
     */
    @WithDefault("100")
    int fanOut();

    /**
     * The shortest time that the environments of a round hold. One that knows nothing of earlier cycles begins with 50 ms and a little
     * more; from then on it is as long as the launches are seen to take and half as long again. Every held environment is billed for
     * it; too short costs another round.
     */
    @WithDefault("20ms")
    Duration minWindow();

    /** The longest time that the environments of a round hold, whatever was learnt or is asked of a child. */
    @WithDefault("2s")
    Duration maxWindow();

    /** How many rounds a cycle may take to reach its target. */
    @WithDefault("4")
    int rounds();

    /**
     * How long after it was due a cycle is still led; an older one is dropped, as the next is near. EventBridge Scheduler
     * fires up to 60 s after the minute that it names, so less than that drops what is on time.
     */
    @WithDefault("2m")
    Duration maxAge();

    /**
     * What is kept back of the function's time-out. A round that does not fit before it is not begun, and a child that has not
     * answered by then is given up, so that the leader itself is never cut off.
     */
    @WithDefault("500ms")
    Duration reserve();

    /** Whether {@code GET /warm} tells about this environment. It tells a stranger too. */
    @WithDefault("false")
    boolean expose();

    /**
     * Other ways of keeping a function warm whose events are answered too, so that who moves over need not touch the schedules.
     * Off, since their events may be what your own code takes.
     */
    Optional<Set<Compatible>> compatible();
}

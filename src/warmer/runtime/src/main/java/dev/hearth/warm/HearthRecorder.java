package dev.hearth.warm;

import io.quarkus.arc.runtime.BeanContainer;
import io.quarkus.runtime.annotations.Recorder;

/** What a start does for the warmer. */
@Recorder
public class HearthRecorder {
    /** Puts the warmer before the application's handler. */
    public void standBefore(BeanContainer beans, Protocol protocol) {
        beans.beanInstance(HandlerHook.class).install(beans, protocol);
    }
}

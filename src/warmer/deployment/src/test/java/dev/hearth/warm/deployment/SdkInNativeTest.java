package dev.hearth.warm.deployment;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SdkInNativeTest {

    @Test
    void what_waits_for_the_start_holds_a_backoff_strategy_from_its_static_initialiser_on() throws Exception {
        Class<?> holder = Class.forName(SdkInNative.HOLDS_A_RANDOM, false, SdkInNativeTest.class.getClassLoader());
        assertTrue(
                Arrays.stream(holder.getDeclaredFields())
                        .anyMatch(field -> Modifier.isStatic(field.getModifiers())
                                && field.getType().getSimpleName().equals("BackoffStrategy")),
                () -> holder + " has nothing left to wait with");
    }
}

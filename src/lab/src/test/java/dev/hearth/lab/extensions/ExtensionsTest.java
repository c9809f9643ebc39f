package dev.hearth.lab.extensions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.lab.extensions.Extension.Event;
import dev.hearth.lab.extensions.Extension.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ExtensionsTest {

    private static final Duration SOON = Duration.ofMillis(3);
    private static final Duration LATER = Duration.ofMillis(9);

    @Test
    void the_runtime_may_start_once_each_that_was_launched_has_registered() throws Denied {
        Extensions extensions = of("logs", "traces");
        assertFalse(extensions.registered());
        extensions.register("logs", List.of("INVOKE"), SOON);
        assertFalse(extensions.registered());
        extensions.register("traces", List.of(), SOON);
        assertTrue(extensions.registered());
        assertTrue(of().registered());
    }

    @Test
    void init_is_over_once_each_has_asked_for_its_first_event() throws Denied {
        Extensions extensions = of("logs");
        Extension logs = extensions.register("logs", List.of("INVOKE", "SHUTDOWN"), SOON);
        Extension inside = extensions.register("inside", List.of("INVOKE"), SOON);
        assertFalse(extensions.ready());
        extensions.next(logs.identifier(), LATER);
        assertFalse(extensions.ready());
        extensions.next(inside.identifier(), LATER);
        assertTrue(extensions.ready());
        assertEquals(Optional.of(SOON), logs.registered());
        assertEquals(Optional.of(LATER), logs.ready());
        assertEquals(Set.of(Event.INVOKE, Event.SHUTDOWN), logs.events());
    }

    @Test
    void an_invocation_is_over_once_those_that_were_told_ask_for_more() throws Denied {
        Extensions extensions = of("logs", "end");
        Extension logs = ready(extensions, "logs", "INVOKE");
        Extension end = ready(extensions, "end", "SHUTDOWN");

        assertEquals(List.of(logs), extensions.invoke());
        assertFalse(extensions.ready());
        extensions.next(logs.identifier(), LATER);
        assertTrue(extensions.ready());
        assertEquals(List.of(end), extensions.shutDown());
    }

    @Test
    void the_first_request_counts_for_init_and_no_later_one() throws Denied {
        Extensions extensions = of("logs");
        Extension logs = ready(extensions, "logs", "INVOKE");
        extensions.next(logs.identifier(), LATER.multipliedBy(9));
        assertEquals(Optional.of(SOON), logs.ready());
    }

    @Test
    void a_part_of_the_functions_process_may_not_want_to_know_of_the_end() {
        assertDenied("Extension.InvalidEventType", () -> of("logs").register("inside", List.of("SHUTDOWN"), SOON));
        assertDenied("Extension.InvalidEventType", () -> of("logs").register("logs", List.of("RESTORE"), SOON));
    }

    @Test
    void nobody_registers_twice_or_without_a_name_or_too_late_or_as_an_eleventh() throws Denied {
        Extensions extensions = of("logs");
        extensions.register("logs", List.of(), SOON);
        extensions.register("inside", List.of(), SOON);
        assertDenied("Extension.InvalidExtensionState", () -> extensions.register("logs", List.of(), SOON));
        assertDenied("Extension.InvalidExtensionState", () -> extensions.register("inside", List.of(), SOON));
        assertDenied("Extension.InvalidExtensionName", () -> extensions.register("", List.of(), SOON));
        for (int i = 2; i < Extensions.MOST; i++) {
            extensions.register("inside " + i, List.of(), SOON);
        }
        assertDenied("Extension.TooManyExtensions", () -> extensions.register("one more", List.of(), SOON));
        extensions.close();
        assertDenied("Extension.RegistrationClosed", () -> extensions.register("late", List.of(), SOON));
    }

    @Test
    void who_has_not_registered_is_told_nothing() {
        Extensions extensions = of("logs");
        String identifier = extensions.all().getFirst().identifier();
        assertDenied("Extension.InvalidExtensionState", () -> extensions.next(identifier, SOON));
        assertDenied("Extension.UnknownExtensionIdentifier", () -> extensions.next("nobody", SOON));
        assertDenied("Extension.MissingExtensionIdentifier", () -> extensions.next("", SOON));
    }

    @Test
    void who_has_failed_may_do_nothing_else() throws Denied {
        Extensions extensions = of("logs", "traces");
        Extension logs = extensions.register("logs", List.of("INVOKE"), SOON);
        assertDenied("Extension.MissingHeader", () -> extensions.initFailed(logs.identifier(), ""));
        extensions.initFailed(logs.identifier(), "Fatal.Connect");
        assertEquals(State.INIT_FAILED, logs.state());
        assertEquals(Optional.of("Fatal.Connect"), logs.errorType());
        assertDenied("Extension.InvalidExtensionState", () -> extensions.next(logs.identifier(), SOON));

        Extension traces = ready(extensions, "traces", "INVOKE");
        assertDenied("Extension.InvalidExtensionState", () -> extensions.initFailed(traces.identifier(), "Fatal.Late"));
        extensions.exitFailed(traces.identifier(), "Fatal.Disk");
        assertEquals(State.EXIT_FAILED, traces.state());
        assertDenied("Extension.InvalidExtensionState", () -> extensions.exitFailed(traces.identifier(), "Fatal.Disk"));
        assertEquals(List.of(), extensions.invoke());
    }

    private static Extension ready(Extensions extensions, String name, String... events) throws Denied {
        Extension extension = extensions.register(name, List.of(events), SOON);
        return extensions.next(extension.identifier(), SOON);
    }

    private static Extensions of(String... launched) {
        AtomicInteger number = new AtomicInteger();
        Supplier<String> identifiers = () -> "id-" + number.incrementAndGet();
        return new Extensions(List.of(launched), identifiers);
    }

    private static void assertDenied(String errorType, Executable asked) {
        assertEquals(errorType, assertThrows(Denied.class, asked).errorType());
    }
}

package dev.hearth.warm.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hearth.warm.deployment.VirtualChannelMend.Fit;
import io.quarkus.netty.runtime.virtual.VirtualClientConnection;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;

class VirtualChannelMendTest {

    private static final int EXCHANGES = 100_000;
    private static final long SEED = 20261126;

    /** Fails with the Quarkus version that changes the classes: look whether that version still needs the mend. */
    @Test
    void quarkus_has_the_classes_that_the_mend_was_written_for() {
        assertEquals(new Fit.Fits(), VirtualChannelMend.fit(getClass().getClassLoader()));
    }

    @Test
    void what_is_sent_while_the_channel_looks_is_lost_without_the_mend() throws Exception {
        try (Scenario scenario = scenario(UnaryOperator.identity())) {
            assertFalse(scenario.answersWhatIsSentWhileItLooks());
        }
    }

    @Test
    void what_is_sent_while_the_channel_looks_is_answered_with_the_mend() throws Exception {
        try (Scenario scenario = scenario(VirtualChannelMendTest::mended)) {
            assertTrue(scenario.answersWhatIsSentWhileItLooks());
        }
    }

    @Test
    void of_many_exchanges_none_is_lost_with_the_mend() throws Exception {
        try (Scenario scenario = scenario(VirtualChannelMendTest::mended)) {
            assertEquals(0, scenario.lost(EXCHANGES, SEED));
        }
    }

    @Test
    void a_function_without_virtual_channel_needs_no_mend() {
        assertEquals(new Fit.Absent(), VirtualChannelMend.fit(ClassLoader.getPlatformClassLoader()));
    }

    @Test
    void another_class_than_the_known_one_is_left_as_it_is_and_named() {
        ClassLoader upgraded = new ClassLoader(getClass().getClassLoader()) {
            @Override
            public InputStream getResourceAsStream(String name) {
                return name.endsWith("VirtualChannel.class")
                        ? new ByteArrayInputStream(new byte[] {1})
                        : super.getResourceAsStream(name);
            }
        };
        Fit.Changed changed = new Fit.Changed(Set.of("io.quarkus.netty.runtime.virtual.VirtualChannel"));
        assertEquals(changed, VirtualChannelMend.fit(upgraded));
        assertTrue(changed.message().contains("io.quarkus.netty.runtime.virtual.VirtualChannel"), changed::message);
    }

    private static byte[] mended(byte[] connection) {
        ClassReader reader = new ClassReader(connection);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(VirtualChannelMend.mended(writer), 0);
        return writer.toByteArray();
    }

    private static Scenario scenario(UnaryOperator<byte[]> connection) throws ReflectiveOperationException {
        Constructor<?> exchanges =
                new OwnChannel(connection).loadClass(Exchanges.class.getName()).getDeclaredConstructor();
        exchanges.setAccessible(true);
        return (Scenario) exchanges.newInstance();
    }

    /** Loads quarkus-netty's virtual channel and {@link Exchanges} anew, with another connection class. */
    private static final class OwnChannel extends ClassLoader {

        private static final String CHANNEL = VirtualClientConnection.class.getPackageName() + ".";
        private static final String SCENARIO = Exchanges.class.getName();

        private final UnaryOperator<byte[]> connection;

        OwnChannel(UnaryOperator<byte[]> connection) {
            super(OwnChannel.class.getClassLoader());
            this.connection = connection;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(CHANNEL) && !name.startsWith(SCENARIO)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : define(name);
            }
        }

        private Class<?> define(String name) {
            byte[] bytes = file(name);
            byte[] own = name.equals(VirtualChannelMend.CONNECTION) ? connection.apply(bytes) : bytes;
            return defineClass(name, own, 0, own.length);
        }

        private byte[] file(String name) {
            try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
                return file.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

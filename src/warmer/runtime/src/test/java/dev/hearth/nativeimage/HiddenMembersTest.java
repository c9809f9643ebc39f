package dev.hearth.nativeimage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What others keep inside and the warmer replaces or reads: docs/upgrades.md. Without this, the native build alone would tell. */
class HiddenMembersTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    io.quarkus.amazon.lambda.runtime.AbstractLambdaPollLoop | checkQuarkusBootstrapped | void()
                    io.smallrye.config.PropertiesConfigSourceLoader | inClassPath | List(String, int, ClassLoader)
                    io.quarkus.runtime.configuration.ConfigRecorder | handleConfigChange | void(List)
                    io.quarkus.runtime.configuration.ConfigDiagnostic | deprecatedProperties | void(Map)
                    software.amazon.awssdk.checksums.internal.ChecksumProvider | createCrtCrc32C | SdkChecksum()
                    software.amazon.awssdk.checksums.internal.ChecksumProvider | crc64NvmeCrtImplementation | SdkChecksum()
                    software.amazon.awssdk.checksums.internal.ChecksumProvider | crtXxHash | SdkChecksum(ChecksumAlgorithm)
                    """)
    void a_method_that_the_native_build_replaces_is_there(String type, String name, String signature) throws Exception {
        assertEquals(
                signature,
                Arrays.stream(load(type).getDeclaredMethods())
                        .filter(method -> method.getName().equals(name))
                        .map(HiddenMembersTest::signature)
                        .collect(Collectors.joining(" and ")));
    }

    @ParameterizedTest
    @CsvSource({"handlerClass", "streamHandlerClass", "objectReader", "objectWriter"})
    void a_field_that_holds_the_handler_is_there(String name) throws Exception {
        Field field =
                load("io.quarkus.amazon.lambda.runtime.AmazonLambdaRecorder").getDeclaredField(name);

        assertTrue(Modifier.isStatic(field.getModifiers()));
    }

    @Test
    void the_logging_library_takes_the_host_s_and_the_process_s_name_from_properties() throws IOException {
        assertNames(
                "io/smallrye/common/net/GetHostInfoAction",
                "jboss.host.name",
                "jboss.qualified.host.name",
                "jboss.node.name");
        assertNames("io/smallrye/common/os/Process", "jboss.process.name");
    }

    private static void assertNames(String resource, String... properties) throws IOException {
        try (InputStream type = HiddenMembersTest.class.getClassLoader().getResourceAsStream(resource + ".class")) {
            String constants = new String(type.readAllBytes(), StandardCharsets.ISO_8859_1);
            for (String property : properties) {
                assertTrue(constants.contains(property), resource + " " + property);
            }
        }
    }

    private static Class<?> load(String name) throws ClassNotFoundException {
        return Class.forName(name, false, HiddenMembersTest.class.getClassLoader());
    }

    private static String signature(Method method) {
        return method.getReturnType().getSimpleName()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }
}

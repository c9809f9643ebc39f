package dev.hearth.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Hearth's own function, kept warm. */
@ExtendWith(WarmLambdaIT.OwnFunction.class)
@LocalLambda(value = "target/function.zip", memory = 1024, warm = 3)
class WarmLambdaIT {

    @Test
    void a_user_after_a_cycle_meets_no_cold_start(RunningLambda lambda) throws Exception {
        assertEquals(200, lambda.get("/hello").statusCode());

        assertTrue(lambda.pool().size() >= 3, lambda.log()::toString);
        assertFalse(lambda.coldStarts().stream().anyMatch(ColdStart::user), lambda.log()::toString);
        assertTrue(lambda.coldStarts().size() >= 3, lambda.log()::toString);
    }

    @Test
    void a_cycle_says_how_many_it_held(RunningLambda lambda) throws Exception {
        assertEquals(3, lambda.warm(3).reached());
    }

    /** Puts the package there that was built: the native one, else the JVM's. */
    static final class OwnFunction implements BeforeAllCallback {

        @Override
        public void beforeAll(ExtensionContext context) throws IOException {
            Path built = Stream.of(
                            System.getProperty("hearth.package", ""),
                            "../../target/function.zip",
                            "../../target/jvm/function.zip")
                    .filter(path -> !path.isEmpty())
                    .map(Path::of)
                    .filter(Files::exists)
                    .findFirst()
                    .orElse(null);
            Assumptions.assumeTrue(built != null, "no function package was built: run ./hearth test");
            Files.copy(built, Path.of("target/function.zip"), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}

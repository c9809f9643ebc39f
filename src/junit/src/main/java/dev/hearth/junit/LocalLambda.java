package dev.hearth.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a Lambda package in the local Lambda while the tests of a class run, and hands it to them as a {@link RunningLambda}
 * wherever a parameter of theirs is one. No environment runs when the first test begins, unless {@link #warm} says so.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(LocalLambdaExtension.class)
public @interface LocalLambda {

    /** The package, as {@code ./hearth up --package} takes it: a zip, a folder or a bootstrap; counts from the working directory. */
    String value();

    /** Memory size in MB, 128 to 10240: it limits memory and, from the first invocation on, the CPU. */
    int memory() default 512;

    /** How long an invocation may take, in seconds, 1 to 900. */
    int timeoutSeconds() default 30;

    /** The value of {@code _HANDLER}; empty: the package's own. */
    String handler() default "";

    /** Variables, {@code NAME=VALUE} each. */
    String[] environment() default {};

    /** As what of AWS's HTTP reaches the function. */
    Http http() default Http.API;

    /** How many environments a warm cycle is asked for before the first test; the function must carry Hearth's warmer. */
    int warm() default 0;

    /** As what HTTP is served. */
    enum Http {
        /** An API Gateway HTTP API, payload format 2.0. */
        API,
        /** A function URL, payload format 2.0. */
        URL,
        /** An API Gateway REST API, payload format 1.0. */
        REST
    }
}

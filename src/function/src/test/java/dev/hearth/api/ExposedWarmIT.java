package dev.hearth.api;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same against the native executable. */
@QuarkusIntegrationTest
class ExposedWarmIT extends ExposedWarmTest {}

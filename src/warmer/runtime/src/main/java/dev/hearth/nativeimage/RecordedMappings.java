package dev.hearth.nativeimage;

import io.quarkus.runtime.configuration.AbstractConfigBuilder;
import io.quarkus.runtime.configuration.QuarkusConfigBuilderCustomizer;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * The extensions' settings, read while the executable is built. Quarkus does so with those that are fixed then; the others it
 * reads at each start, some 400 look-ups, though in Lambda nothing but an environment variable can have changed one. So a group
 * of settings ({@code quarkus.http}, say) is taken as recorded unless a variable or system property names it, or names another
 * setting that it refers to ({@code ${quarkus.thread-pool.max-threads:20}}).
 *
 * <p>Nothing is taken as recorded where a start could find settings in other ways: a configuration file beside the executable,
 * another profile, or a source that the build does not know ({@code RecordedSettings} of the deployment module decides that).
 */
final class RecordedMappings {
    /** Set for the builder where settings can come from nowhere but variables and system properties. */
    private static final String RECORD = "hearth.settings.record";

    /** A name with one of these changes where or how all settings are looked up. */
    private static final List<String> DECISIVE =
            List.of("QUARKUS_PROFILE", "QUARKUS_CONFIG", "SMALLRYE_CONFIG", "MP_CONFIG");

    /** Read at a start, from the folder that it runs in. */
    private static final List<Path> FILES = List.of(Path.of(".env"), Path.of("config", "application.properties"));

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^:}$]+)");

    private static final Map<ConfigClass, Recorded> RECORDED = record();

    /**
     * A group as it was read.
     *
     * @param group its name, as variables are spelled
     * @param references the settings elsewhere that its values refer to, and what system property each was then
     */
    private record Recorded(String group, Map<String, Optional<String>> references, Object settings) {
        boolean holds(Set<String> variables, Set<String> properties) {
            return !isPartOfAny(group, variables)
                    && !isPartOfAny(group, properties)
                    && references.entrySet().stream()
                            .allMatch(reference -> !isPartOfAny(spelled(reference.getKey()), variables)
                                    && reference.getValue().equals(property(reference.getKey())));
        }
    }

    private RecordedMappings() {}

    /** Has what was recorded put in place of what would be read with the same result. */
    static void reuse(SmallRyeConfigBuilder builder) {
        Set<String> variables = spelled(System.getenv().keySet());
        Set<String> properties = spelled(System.getProperties().stringPropertyNames());
        if (FILES.stream().anyMatch(Files::exists)
                || DECISIVE.stream().anyMatch(part -> isPartOfAny(part, variables) || isPartOfAny(part, properties))) {
            return;
        }
        atLast(builder, all -> {
            // The build has checked that every setting belongs to a group; of a recorded one nobody knows which do.
            all.withDefaultValue(QuarkusConfigBuilderCustomizer.QUARKUS_CONFIG_MAPPING_VALIDATE_UNKNOWN, "false");
            RECORDED.forEach((mapping, recorded) -> {
                if (recorded.holds(variables, properties)
                        && all.getMappingsBuilder().getMappings().remove(mapping)) {
                    all.getMappingsBuilder().getMappingsInstances().put(mapping, recorded.settings());
                    forgetDefaults(mapping, all);
                }
            });
        });
    }

    /** Those of names with a star, which are slow to store (they all share a hash code) and of no use without the group. */
    private static void forgetDefaults(ConfigClass mapping, SmallRyeConfigBuilder builder) {
        for (String name : mapping.getProperties().keySet()) {
            if (name.indexOf('*') >= 0) {
                builder.getDefaultValues().remove(name);
            }
        }
    }

    private static boolean isPartOfAny(String part, Set<String> names) {
        for (String name : names) {
            if (name.contains(part)) {
                return true;
            }
        }
        return false;
    }

    private static Set<String> spelled(Set<String> names) {
        Set<String> spelled = new HashSet<>();
        names.forEach(name -> spelled.add(spelled(name)));
        return spelled;
    }

    /** {@code quarkus.http} and {@code QUARKUS_HTTP} are one. */
    private static String spelled(String name) {
        return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** Runs when the executable is built, on what the application says and not on the variables of the machine. */
    private static Map<ConfigClass, Recorded> record() {
        if (!Boolean.getBoolean(RECORD)) {
            return Map.of();
        }
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder();
        AbstractConfigBuilder.withCustomizer(builder, "io.quarkus.runtime.generated.RunTimeConfig");
        atLast(builder, all -> all.setAddDefaultSources(false).withSources(javasOwn()));
        SmallRyeConfig config = builder.build();
        Map<ConfigClass, Recorded> recorded = new HashMap<>();
        for (ConfigClass mapping : builder.getMappingsBuilder().getMappings()) {
            if (!mapping.getPrefix().isEmpty()) {
                recorded.put(
                        mapping,
                        recorded(mapping, config, config.getConfigMapping(mapping.getType(), mapping.getPrefix())));
            }
        }
        return recorded;
    }

    /** What values may refer to, such as {@code java.io.tmpdir}. */
    private static ConfigSource javasOwn() {
        Map<String, String> properties = new HashMap<>();
        for (String name : System.getProperties().stringPropertyNames()) {
            if (name.startsWith("java.")) {
                properties.put(name, System.getProperty(name));
            }
        }
        return new PropertiesConfigSource(properties, "Java", 0);
    }

    private static Recorded recorded(ConfigClass mapping, SmallRyeConfig config, Object settings) {
        Map<String, Optional<String>> references = new HashMap<>();
        mapping.getProperties().forEach((name, value) -> {
            String given = config.getConfigValue(name).getRawValue();
            addReferences(given == null ? value : given, config, references);
        });
        for (String name : config.getPropertyNames()) {
            // Of "quarkus" the names above are all: what else begins so belongs to other groups.
            if (name.startsWith(mapping.getPrefix()) && !mapping.getPrefix().equals("quarkus")) {
                addReferences(config.getConfigValue(name).getRawValue(), config, references);
            }
        }
        return new Recorded(spelled(mapping.getPrefix()), references, settings);
    }

    /** What a value refers to, and what that refers to in turn. */
    private static void addReferences(String value, SmallRyeConfig config, Map<String, Optional<String>> references) {
        if (value == null) {
            return;
        }
        REFERENCE
                .matcher(value)
                .results()
                .map((MatchResult found) -> found.group(1))
                .forEach(name -> {
                    if (references.put(name, property(name)) == null) {
                        addReferences(config.getConfigValue(name).getRawValue(), config, references);
                    }
                });
    }

    private static Optional<String> property(String name) {
        return Optional.ofNullable(System.getProperty(name));
    }

    /** Quarkus adds what it knows when the builder builds, by priority. */
    private static void atLast(SmallRyeConfigBuilder builder, Consumer<SmallRyeConfigBuilder> change) {
        builder.withCustomizers(new SmallRyeConfigBuilderCustomizer() {
            @Override
            public void configBuilder(SmallRyeConfigBuilder all) {
                change.accept(all);
            }

            @Override
            public int priority() {
                return Integer.MAX_VALUE;
            }
        });
    }
}

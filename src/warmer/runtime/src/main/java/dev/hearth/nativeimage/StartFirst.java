package dev.hearth.nativeimage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toUnmodifiableSet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.graalvm.nativeimage.hosted.Feature;

/**
 * Puts side by side what a start and its first responses touch: code among code, objects among objects of their size. The
 * builder sorts methods by name and objects by size alone, and Linux maps the sixteen pages around each one that is touched, so
 * that a start which touches a tenth of the executable has most of it mapped.
 *
 * <p>{@code tools/native-image/record-start} records what a start touches, and the application's build hands it over as {@value #METHODS} and {@value #OBJECTS}. What is
 * listed there and no longer exists is passed over, and what is missing there lies with the rest: an old record costs memory,
 * never correctness. This works on what the builder has inside; with another builder its own order stays, and it says so.
 */
final class StartFirst implements Feature {
    /** The symbols of the methods that a start runs, a line each. */
    static final String METHODS = "start-methods.txt";

    /** The keys, as {@link ObjectKeys} makes them, of the objects that a start touches, a line each. */
    static final String OBJECTS = "start-objects.txt";

    /** Where to write each object's place and key, if set: what {@code record-start} reads. */
    static final String MAP = "hearth.start.map";

    @Override
    public void afterAnalysis(AfterAnalysisAccess access) {
        replace("com.oracle.svm.core.image.ImageHeapLayouter", ObjectsFirst::new);
    }

    @Override
    public void beforeCompilation(BeforeCompilationAccess access) {
        replace("com.oracle.svm.hosted.code.CodeSectionLayouter", MethodsFirst::new);
    }

    @FunctionalInterface
    private interface Wrapper {
        InvocationHandler around(Object layouter) throws ReflectiveOperationException;
    }

    private static void replace(String layouter, Wrapper wrapper) {
        try {
            Class<?> type = Class.forName(layouter);
            Map<Class<?>, Object> singletons = singletons();
            Object builders = singletons.get(type);
            if (builders == null) {
                throw new ClassNotFoundException(layouter);
            }
            singletons.put(
                    type,
                    Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, wrapper.around(builders)));
        } catch (ReflectiveOperationException | RuntimeException unknownBuilder) {
            System.out.println("StartFirst: the builder's own order stays: " + unknownBuilder);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<Class<?>, Object> singletons() throws ReflectiveOperationException {
        Class<?> holder = Class.forName("com.oracle.svm.hosted.ImageSingletonsSupportImpl$HostedManagement");
        Field objects = holder.getDeclaredField("configObjects");
        objects.setAccessible(true);
        return (Map<Class<?>, Object>) objects.get(holder.getMethod("get").invoke(null));
    }

    private static Set<String> lines(String resource) {
        try (var list = StartFirst.class.getResourceAsStream(resource)) {
            return list == null
                    ? Set.of()
                    : new String(list.readAllBytes(), UTF_8).lines().collect(toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code CodeSectionLayouter}: {@code List<HostedMethod> layout(Map<HostedMethod, CompilationResult>)}. */
    private static final class MethodsFirst implements InvocationHandler {
        private final Object layouter;
        private final Method symbol;
        private final Set<String> touched = lines(METHODS);

        MethodsFirst(Object layouter) throws ReflectiveOperationException {
            this.layouter = layouter;
            this.symbol = Class.forName("com.oracle.svm.hosted.image.NativeImage")
                    .getMethod("localSymbolNameForMethod", Class.forName("jdk.vm.ci.meta.ResolvedJavaMethod"));
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws ReflectiveOperationException {
            Object order = method.invoke(layouter, arguments);
            return order instanceof List<?> methods ? touchedFirst(methods) : order;
        }

        private List<Object> touchedFirst(List<?> methods) throws ReflectiveOperationException {
            List<Object> order = new ArrayList<>(methods.size());
            List<Object> others = new ArrayList<>();
            for (Object method : methods) {
                (touched.contains(symbol.invoke(null, method)) ? order : others).add(method);
            }
            System.out.printf(
                    "StartFirst: %,d of %,d methods that a start runs lie first%n", order.size(), touched.size());
            order.addAll(others);
            return order;
        }
    }

    /**
     * {@code ImageHeapLayouter}: objects are assigned to partitions one by one, then laid out, those of one size in the order in
     * which they were assigned. Keeps the assignments back until then and passes on first those of the objects that a start
     * touches.
     */
    private static final class ObjectsFirst implements InvocationHandler {
        private final Object layouter;
        private final ObjectKeys keys = new ObjectKeys();
        private final Set<String> touched = lines(OBJECTS);
        private final List<Object[]> first = new ArrayList<>();
        private final List<Object[]> others = new ArrayList<>();

        ObjectsFirst(Object layouter) throws ReflectiveOperationException {
            this.layouter = layouter;
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws ReflectiveOperationException {
            switch (method.getName()) {
                case "assignObjectToPartition" -> {
                    (touched.contains(keys.of(arguments[0])) ? first : others).add(arguments);
                    return null;
                }
                case "layout" -> {
                    Method assign = method.getDeclaringClass()
                            .getMethod(
                                    "assignObjectToPartition",
                                    Class.forName("com.oracle.svm.core.image.ImageHeapObject"),
                                    boolean.class,
                                    boolean.class,
                                    boolean.class,
                                    boolean.class);
                    for (List<Object[]> assignments : List.of(first, others)) {
                        for (Object[] assignment : assignments) {
                            assign.invoke(layouter, assignment);
                        }
                    }
                    System.out.printf(
                            "StartFirst: %,d of %,d objects that a start touches lie first among those of their size%n",
                            first.size(), touched.size());
                    Object layout = method.invoke(layouter, arguments);
                    String map = System.getProperty(MAP, "");
                    if (!map.isEmpty()) {
                        write(Path.of(map), (Long)
                                layout.getClass().getMethod("getStartOffset").invoke(layout));
                    }
                    first.clear();
                    others.clear();
                    return layout;
                }
                default -> {
                    return method.invoke(layouter, arguments);
                }
            }
        }

        private void write(Path map, long start) throws ReflectiveOperationException {
            try (var out = Files.newBufferedWriter(map)) {
                out.write(start + "\n");
                for (List<Object[]> assignments : List.of(first, others)) {
                    for (Object[] assignment : assignments) {
                        out.write(keys.place(assignment[0]) + " " + keys.of(assignment[0]) + "\n");
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

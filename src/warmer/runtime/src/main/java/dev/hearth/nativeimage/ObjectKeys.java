package dev.hearth.nativeimage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Names the objects of an image heap so that the next build finds them again: a string, an array of bytes and a class by its
 * content, any other by its type and by what first led to it, and equals by their turn.
 */
final class ObjectKeys {
    private static final long BITS_40 = (1L << 40) - 1;

    private final Method size;
    private final Method type;
    private final Method object;
    private final Method offset;
    private final Field reason;
    private final Class<?> info;
    private final IdentityHashMap<Object, Long> known = new IdentityHashMap<>();
    private final Map<Long, Integer> turns = new HashMap<>();

    /** @throws ReflectiveOperationException if the builder has other things inside than GraalVM 25 */
    ObjectKeys() throws ReflectiveOperationException {
        Class<?> heapObject = Class.forName("com.oracle.svm.core.image.ImageHeapObject");
        size = heapObject.getMethod("getSize");
        type = heapObject.getMethod("getObjectClass");
        object = heapObject.getMethod("getObject");
        offset = heapObject.getMethod("getOffset");
        info = Class.forName("com.oracle.svm.hosted.image.NativeImageHeap$ObjectInfo");
        reason = info.getDeclaredField("reason");
        reason.setAccessible(true);
    }

    /** The key of an object, eight letters and digits at most. */
    String of(Object heapObject) throws ReflectiveOperationException {
        Deque<Object> unknown = new ArrayDeque<>();
        for (Object next = heapObject; info.isInstance(next) && !known.containsKey(next); next = reason.get(next)) {
            unknown.push(next);
        }
        for (Object next : unknown) {
            known.put(next, key(next));
        }
        return Long.toString(known.get(heapObject) & BITS_40, 32);
    }

    /** Where a laid-out object lies: its offset and its size in bytes. */
    String place(Object heapObject) throws ReflectiveOperationException {
        return offset.invoke(heapObject) + " " + size.invoke(heapObject);
    }

    private long key(Object heapObject) throws ReflectiveOperationException {
        String name = ((Class<?>) type.invoke(heapObject)).getName();
        long hash = mix(mix(0, name.getBytes(UTF_8)), (Long) size.invoke(heapObject));
        hash = switch (content(name, heapObject)) {
            case String text -> mix(hash, text.getBytes(UTF_8));
            case byte[] bytes -> mix(hash, bytes);
            default -> {
                Object why = reason.get(heapObject);
                yield known.containsKey(why)
                        ? mix(hash, known.get(why))
                        : mix(hash, String.valueOf(why).getBytes(UTF_8));
            }
        };
        return mix(hash, turns.merge(hash, 1, Integer::sum));
    }

    /** The object itself where its content names it; an object that exists in the analysis alone has none. */
    private Object content(String type, Object heapObject) {
        try {
            return switch (type) {
                case "java.lang.String", "[B" -> object.invoke(heapObject);
                case "com.oracle.svm.core.hub.DynamicHub" -> String.valueOf(object.invoke(heapObject));
                default -> heapObject;
            };
        } catch (ReflectiveOperationException inTheAnalysisAlone) {
            return heapObject;
        }
    }

    private static long mix(long hash, byte[] bytes) {
        for (byte b : bytes) {
            hash = (hash ^ b) * 0x100000001b3L;
        }
        return mix(hash, bytes.length);
    }

    private static long mix(long hash, long next) {
        long mixed = (hash ^ next) * 0x9e3779b97f4a7c15L;
        return mixed ^ (mixed >>> 29);
    }
}

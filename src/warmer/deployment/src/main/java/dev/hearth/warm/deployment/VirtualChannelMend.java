package dev.hearth.warm.deployment;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Has a message to quarkus-netty's virtual channel read by the channel's event loop, where its sender reads it otherwise
 * and now and then nobody does.
 *
 * <p>{@code VirtualChannel.doBeginRead} looks whether the queue is empty and then says that it waits. What {@code
 * VirtualClientConnection.sendMessage} adds on another thread between the two stays in the queue, and the request has no
 * answer (docs/quarkus-virtual-channel.md). Mended, {@code sendMessage} adds and leaves the rest to a task of the event
 * loop, as Netty's own {@code LocalChannel} does, so that both run on one thread.
 */
final class VirtualChannelMend {

    /** The class that is changed. */
    static final String CONNECTION = "io.quarkus.netty.runtime.virtual.VirtualClientConnection";

    private static final String CHANNEL = "io.quarkus.netty.runtime.virtual.VirtualChannel";

    /** The classes that the mend relies on, by the SHA-256 of their files: the same ones in 3.27.1 and in 3.36.1. */
    private static final List<Known> KNOWN = List.of(
            new Known(CONNECTION, "730170e9297cf5eaa193ea545f92b03b053f25a47e07762dc53524a16b83d856"),
            new Known(CHANNEL, "441af202d2b9fbd6c79c900979c31dfb911e92c9e012feb7b9967f739b994ac8"));

    private VirtualChannelMend() {}

    /** Whether a class path has the classes, and whether they are the ones that the mend was written for. */
    sealed interface Fit {
        /** They are. */
        record Fits() implements Fit {}

        /** The function has no virtual channel: nothing to mend. */
        record Absent() implements Fit {}

        /** These classes are others than the known ones. */
        record Changed(Set<String> classes) implements Fit {

            public Changed {
                classes = Set.copyOf(classes);
            }

            String message() {
                return "Not mended, because this Quarkus has other classes than the known ones: "
                        + String.join(", ", new TreeSet<>(classes))
                        + ". Unless this version reads a message on the channel's event loop by itself, it loses one"
                        + " now and then: see docs/quarkus-virtual-channel.md of Hearth";
            }
        }
    }

    /** Compares the classes that a loader finds with the known ones. */
    static Fit fit(ClassLoader loader) {
        Set<String> changed = new HashSet<>();
        for (Known known : KNOWN) {
            Optional<String> digest = digest(loader, known.name());
            if (digest.isEmpty()) {
                return new Fit.Absent();
            }
            if (!digest.get().equals(known.sha256())) {
                changed.add(known.name());
            }
        }
        return changed.isEmpty() ? new Fit.Fits() : new Fit.Changed(changed);
    }

    /** Passes {@link #CONNECTION} on with another {@code sendMessage}. */
    static ClassVisitor mended(ClassVisitor next) {
        return new ClassVisitor(Opcodes.ASM9, next) {
            @Override
            public MethodVisitor visitMethod(
                    int access, String name, String descriptor, String signature, String[] exceptions) {
                MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
                if (!name.equals("sendMessage")) {
                    return method;
                }
                sendMessage(method);
                return null;
            }
        };
    }

    /**
     * <pre>{@code
     * peer.inboundBuffer.add(msg);
     * VarHandle.fullFence();
     * if (peer.isRegistered()) {
     *     runFinishPeerReadTask(peer);
     * }
     * }</pre>
     *
     * A channel that is not registered yet has no event loop; it looks into its queue once it is. The queue's add is an
     * ordered store: without the fence the look at {@code registered} could overtake it, and neither side would see the
     * other.
     */
    private static void sendMessage(MethodVisitor method) {
        String connection = internal(CONNECTION);
        String channel = internal(CHANNEL);
        Label end = new Label();
        method.visitCode();
        method.visitVarInsn(Opcodes.ALOAD, 0);
        method.visitFieldInsn(Opcodes.GETFIELD, connection, "peer", "L" + channel + ";");
        method.visitFieldInsn(Opcodes.GETFIELD, channel, "inboundBuffer", "Ljava/util/Queue;");
        method.visitVarInsn(Opcodes.ALOAD, 1);
        method.visitMethodInsn(Opcodes.INVOKEINTERFACE, "java/util/Queue", "add", "(Ljava/lang/Object;)Z", true);
        method.visitInsn(Opcodes.POP);
        method.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/invoke/VarHandle", "fullFence", "()V", false);
        method.visitVarInsn(Opcodes.ALOAD, 0);
        method.visitFieldInsn(Opcodes.GETFIELD, connection, "peer", "L" + channel + ";");
        method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, channel, "isRegistered", "()Z", false);
        method.visitJumpInsn(Opcodes.IFEQ, end);
        method.visitVarInsn(Opcodes.ALOAD, 0);
        method.visitVarInsn(Opcodes.ALOAD, 0);
        method.visitFieldInsn(Opcodes.GETFIELD, connection, "peer", "L" + channel + ";");
        method.visitMethodInsn(
                Opcodes.INVOKEVIRTUAL, connection, "runFinishPeerReadTask", "(L" + channel + ";)V", false);
        method.visitLabel(end);
        method.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
        method.visitInsn(Opcodes.RETURN);
        method.visitMaxs(2, 2);
        method.visitEnd();
    }

    private static Optional<String> digest(ClassLoader loader, String name) {
        try (InputStream file = loader.getResourceAsStream(internal(name) + ".class")) {
            if (file == null) {
                return Optional.empty();
            }
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(file.readAllBytes());
            return Optional.of(HexFormat.of().formatHex(digest));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String internal(String name) {
        return name.replace('.', '/');
    }

    private record Known(String name, String sha256) {}
}

package dev.hearth.warm.deployment;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.DefaultEventLoopGroup;
import io.netty.channel.EventLoopGroup;
import io.quarkus.netty.runtime.virtual.VirtualAddress;
import io.quarkus.netty.runtime.virtual.VirtualChannel;
import io.quarkus.netty.runtime.virtual.VirtualClientConnection;
import io.quarkus.netty.runtime.virtual.VirtualResponseHandler;
import io.quarkus.netty.runtime.virtual.VirtualServerChannel;
import java.lang.reflect.Field;
import java.util.AbstractQueue;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Exchanges with an echo behind quarkus-netty's virtual channel. Loaded by the loader that decides which channel it is,
 * so {@link Scenario} is all that a test sees of it.
 */
final class Exchanges implements Scenario {

    private static final int LONGEST_PAUSE_NANOS = 30_000;
    private static final VirtualAddress ADDRESS = new VirtualAddress("exchanges");

    private final EventLoopGroup loops = new DefaultEventLoopGroup(2);

    Exchanges() throws InterruptedException {
        new ServerBootstrap()
                .group(loops)
                .channel(VirtualServerChannel.class)
                .childHandler(new Echo())
                .bind(ADDRESS)
                .sync();
    }

    @Override
    public int lost(int exchanges, long seed) throws Exception {
        Random pauses = new Random(seed);
        int lost = 0;
        for (int i = 0; i < exchanges; i++) {
            Answer answer = new Answer();
            VirtualClientConnection<?> connection = VirtualClientConnection.connect(answer, ADDRESS);
            long send = System.nanoTime() + pauses.nextInt(LONGEST_PAUSE_NANOS);
            while (System.nanoTime() < send) {
                Thread.onSpinWait();
            }
            connection.sendMessage(i);
            if (!answer.isReceived()) {
                lost++;
            }
            connection.close();
        }
        return lost;
    }

    @Override
    public boolean answersWhatIsSentWhileItLooks() throws Exception {
        Answer answer = new Answer();
        VirtualClientConnection<?> connection = VirtualClientConnection.connect(answer, ADDRESS);
        VirtualChannel channel = connection.peer();
        await(channel);
        channel.config().setAutoRead(false);
        // The channel is waiting; a first message ends that, and with auto-read off it waits for no second one.
        connection.sendMessage("first");
        answer.future.get(Answer.PATIENCE_SECONDS, TimeUnit.SECONDS);
        await(channel);

        Answer second = new Answer();
        answer.next = Optional.of(second);
        interceptLook(channel, () -> connection.sendMessage("second"));
        channel.eventLoop().submit(channel::read).sync();
        // Two turns: the one that reads was scheduled before the first of them.
        await(channel);
        await(channel);
        connection.close();
        return second.future.isDone();
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Waits until the channel's event loop has done what it was asked before. */
    private static void await(VirtualChannel channel) throws InterruptedException {
        while (!channel.isRegistered()) {
            Thread.onSpinWait();
        }
        channel.eventLoop().submit(() -> {}).sync();
    }

    private static void interceptLook(VirtualChannel channel, Runnable sender) throws ReflectiveOperationException {
        Field field = VirtualChannel.class.getDeclaredField("inboundBuffer");
        field.setAccessible(true);
        field.set(channel, new InterceptedQueue(channel, sender));
    }

    @Sharable
    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            var unused = context.writeAndFlush(message);
        }
    }

    private static final class Answer implements VirtualResponseHandler {

        private static final int PATIENCE_SECONDS = 2;

        private final CompletableFuture<Object> future = new CompletableFuture<>();
        private volatile Optional<Answer> next = Optional.empty();

        @Override
        public void handleMessage(Object message) {
            next.ifPresentOrElse(following -> following.handleMessage(message), () -> future.complete(message));
        }

        @Override
        public void close() {}

        boolean isReceived() throws Exception {
            try {
                future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                return true;
            } catch (TimeoutException e) {
                return false;
            }
        }
    }

    /** A queue in which another thread's message arrives while the event loop looks for the first time. */
    private static final class InterceptedQueue extends AbstractQueue<Object> {

        private final Queue<Object> messages = new ConcurrentLinkedQueue<>();
        private final Channel channel;
        private Optional<Runnable> sender;

        InterceptedQueue(Channel channel, Runnable sender) {
            this.channel = channel;
            this.sender = Optional.of(sender);
        }

        @Override
        public boolean isEmpty() {
            boolean empty = messages.isEmpty();
            if (channel.eventLoop().inEventLoop()) {
                sender.ifPresent(send -> {
                    sender = Optional.empty();
                    runOnAnotherThread(send);
                });
            }
            return empty;
        }

        private static void runOnAnotherThread(Runnable send) {
            CompletableFuture.runAsync(send, command -> Thread.ofPlatform().start(command))
                    .join();
        }

        @Override
        public boolean offer(Object message) {
            return messages.offer(message);
        }

        @Override
        public Object poll() {
            return messages.poll();
        }

        @Override
        public Object peek() {
            return messages.peek();
        }

        @Override
        public Iterator<Object> iterator() {
            return Collections.emptyIterator();
        }

        @Override
        public int size() {
            return messages.size();
        }
    }
}

package dev.hearth.warm;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocketFactory;

/**
 * TLS whose records a {@link Volley} can keep back. The JDK's HTTP client, where a factory makes no unconnected sockets, connects by
 * itself and has TLS put onto that; here something lies between the two. Thread-safe.
 */
final class PoisedSockets extends SSLSocketFactory {
    private final SSLSocketFactory tls;
    private final AtomicInteger opened = new AtomicInteger();

    PoisedSockets(SSLSocketFactory tls) {
        this.tls = tls;
    }

    /** How many connections it has made. */
    int opened() {
        return opened.get();
    }

    @Override
    public Socket createSocket(Socket connected, String host, int port, boolean autoClose) throws IOException {
        opened.incrementAndGet();
        return tls.createSocket(new Poised(connected), host, port, autoClose);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw none();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        throw none();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw none();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        throw none();
    }

    private static IOException none() {
        return new SocketException("only puts TLS onto sockets that are connected");
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return tls.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return tls.getSupportedCipherSuites();
    }

    /** A connected socket, but for what it writes. */
    private static final class Poised extends Socket {
        private final Socket socket;
        private final OutputStream out;

        Poised(Socket socket) throws IOException {
            this.socket = socket;
            this.out = new Keeping(socket);
        }

        @Override
        public OutputStream getOutputStream() {
            return out;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return socket.getInputStream();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }

        @Override
        public void shutdownInput() throws IOException {
            socket.shutdownInput();
        }

        @Override
        public void shutdownOutput() throws IOException {
            socket.shutdownOutput();
        }

        @Override
        public boolean isConnected() {
            return socket.isConnected();
        }

        @Override
        public boolean isBound() {
            return socket.isBound();
        }

        @Override
        public boolean isClosed() {
            return socket.isClosed();
        }

        @Override
        public boolean isInputShutdown() {
            return socket.isInputShutdown();
        }

        @Override
        public boolean isOutputShutdown() {
            return socket.isOutputShutdown();
        }

        @Override
        public InetAddress getInetAddress() {
            return socket.getInetAddress();
        }

        @Override
        public InetAddress getLocalAddress() {
            return socket.getLocalAddress();
        }

        @Override
        public int getPort() {
            return socket.getPort();
        }

        @Override
        public int getLocalPort() {
            return socket.getLocalPort();
        }

        @Override
        public SocketAddress getRemoteSocketAddress() {
            return socket.getRemoteSocketAddress();
        }

        @Override
        public SocketAddress getLocalSocketAddress() {
            return socket.getLocalSocketAddress();
        }

        @Override
        public void setSoTimeout(int timeout) throws SocketException {
            socket.setSoTimeout(timeout);
        }

        @Override
        public int getSoTimeout() throws SocketException {
            return socket.getSoTimeout();
        }

        @Override
        public void setTcpNoDelay(boolean on) throws SocketException {
            socket.setTcpNoDelay(on);
        }

        @Override
        public boolean getTcpNoDelay() throws SocketException {
            return socket.getTcpNoDelay();
        }

        @Override
        public void setSoLinger(boolean on, int linger) throws SocketException {
            socket.setSoLinger(on, linger);
        }

        @Override
        public int getSoLinger() throws SocketException {
            return socket.getSoLinger();
        }

        @Override
        public void setKeepAlive(boolean on) throws SocketException {
            socket.setKeepAlive(on);
        }

        @Override
        public boolean getKeepAlive() throws SocketException {
            return socket.getKeepAlive();
        }
    }

    /** Writes at once, or leaves it to the volley that the writing thread is part of. */
    private static final class Keeping extends FilterOutputStream {
        private final Socket socket;

        Keeping(Socket socket) throws IOException {
            super(socket.getOutputStream());
            this.socket = socket;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            Optional<Volley> volley = Volley.joined();
            if (volley.isPresent()) {
                byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
                if (volley.get().keep(socket, () -> out.write(copy))) {
                    return;
                }
            }
            out.write(bytes, offset, length);
        }
    }
}

package frame;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A relay in front of the server, to cut connections and to keep them cut. */
public final class Proxy implements Closeable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final String host;
    private final int port;
    private volatile boolean refusing;

    public Proxy(String hostPort) throws IOException {
        host = hostPort.substring(0, hostPort.lastIndexOf(':'));
        port = Integer.parseInt(hostPort.substring(hostPort.lastIndexOf(':') + 1));
        start(this::accept);
    }

    public String hostPort() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /** Cuts every connection and refuses new ones until {@link #restore}. */
    public void cut() {
        refusing = true;
        sockets.forEach(Proxy::closeQuietly);
        sockets.clear();
    }

    public void restore() {
        refusing = false;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                if (refusing) {
                    client.close();
                    continue;
                }
                Socket server = new Socket(host, port);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                sockets.add(client);
                sockets.add(server);
                start(() -> copy(client, server));
                start(() -> copy(server, client));
            } catch (IOException error) {
                // The listener was closed, or the server is away: the client sees its connection end.
            }
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException error) {
            // Either side went away; so does the other.
        } finally {
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException error) {
            // It is closed.
        }
    }

    private static void start(Runnable body) {
        Thread thread = new Thread(body);
        thread.setDaemon(true);
        thread.start();
    }
}

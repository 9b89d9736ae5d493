package dev.souk.prove.world;

import dev.souk.prove.world.LinkState.Cut;
import dev.souk.prove.world.LinkState.Direction;
import dev.souk.prove.world.LinkState.HalfOpen;
import dev.souk.prove.world.LinkState.Open;
import dev.souk.prove.world.LinkState.Slow;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A link between two processes of the world: a TCP proxy in the way, which can be slow, cut or half-open.
 *
 * <p>It listens from {@link #listen} to {@link #close}, so that no other process gets its port, even while it is cut.
 * Each connection has two virtual threads. All methods may be called from any thread.
 */
public final class Link implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Link.class);
    private static final int BACKLOG = 1_000;
    private static final int CONNECT_MILLIS = 2_000;
    private static final int BUFFER = 16_384;

    private final String name;
    private final List<Integer> targets;
    private final ServerSocket listener;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Object changed = new Object();
    private volatile LinkState state = new Open();

    private Link(String name, List<Integer> targets, ServerSocket listener) {
        this.name = name;
        this.targets = List.copyOf(targets);
        this.listener = listener;
    }

    /**
     * Opens a link on a free port of the loopback interface.
     *
     * @param name such as {@code souk-1 -> postgres}
     * @param targets loopback ports; a connection goes to the first that takes it
     */
    public static Link listen(String name, List<Integer> targets) {
        try {
            Link link = new Link(name, targets, new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
            link.threads.submit(link::accept);
            return link;
        } catch (IOException e) {
            throw new WorldException("No port for the link " + name + ": " + e.getMessage(), e);
        }
    }

    public String name() {
        return name;
    }

    /** The port on which the link listens. */
    public int port() {
        return listener.getLocalPort();
    }

    public LinkState state() {
        return state;
    }

    /**
     * Takes effect at once, on open connections and on new ones. Connections whose bytes are to be forgotten are reset
     * before their waiting threads go on.
     */
    public void become(LinkState next) {
        synchronized (changed) {
            LinkState last = state;
            state = next;
            if (next instanceof Cut || (last instanceof HalfOpen halfOpen && !halfOpen.late())) {
                connections.forEach(Connection::reset);
            }
            changed.notifyAll();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                threads.submit(() -> serve(client));
            } catch (IOException e) {
                log.debug("{}: {}", name, e.getMessage());
            }
        }
    }

    private void serve(Socket client) {
        Connection connection = new Connection(client);
        connections.add(connection);
        try {
            if (state instanceof Cut) {
                connection.reset();
                return;
            }
            connection.connect();
            threads.submit(() -> connection.pump(Direction.ANSWERS));
            connection.pump(Direction.REQUESTS);
        } catch (IOException e) {
            log.debug("{}: {}", name, e.getMessage());
            connection.reset();
        }
    }

    /** Blocks as long as nothing may pass this way. */
    private void pass(Direction direction) throws InterruptedException {
        if (state instanceof Slow slow) {
            TimeUnit.NANOSECONDS.sleep(slow.delay().toNanos());
        }
        synchronized (changed) {
            while (state instanceof HalfOpen halfOpen && halfOpen.silent() == direction) {
                changed.wait();
            }
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            log.debug("{} does not close: {}", name, e.getMessage());
        }
        become(new Cut());
        threads.shutdownNow();
    }

    /** A client's connection and its continuation to a server. */
    private final class Connection {
        private final Socket client;
        private volatile Socket server = new Socket();

        Connection(Socket client) {
            this.client = client;
        }

        void connect() throws IOException {
            client.setTcpNoDelay(true);
            for (int i = 0; i < targets.size(); i++) {
                Socket attempt = new Socket();
                try {
                    attempt.connect(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), targets.get(i)), CONNECT_MILLIS);
                    attempt.setTcpNoDelay(true);
                    server = attempt;
                    return;
                } catch (IOException e) {
                    attempt.close();
                    if (i == targets.size() - 1) {
                        throw e;
                    }
                }
            }
        }

        void pump(Direction direction) {
            boolean requests = direction == Direction.REQUESTS;
            Socket from = requests ? client : server;
            Socket to = requests ? server : client;
            byte[] buffer = new byte[BUFFER];
            try {
                int read = from.getInputStream().read(buffer);
                while (read >= 0) {
                    pass(direction);
                    to.getOutputStream().write(buffer, 0, read);
                    read = from.getInputStream().read(buffer);
                }
                pass(direction);
                // A side that has sent everything may still be reading.
                to.shutdownOutput();
                if (from.isOutputShutdown()) {
                    end();
                }
            } catch (IOException e) {
                reset();
            } catch (InterruptedException e) {
                reset();
                Thread.currentThread().interrupt();
            }
        }

        private void end() {
            connections.remove(this);
            close(client);
            close(server);
        }

        /** Both ends are told that the connection is no more, as by a router that has forgotten it. */
        void reset() {
            connections.remove(this);
            abort(client);
            abort(server);
        }

        private void abort(Socket socket) {
            try {
                socket.setSoLinger(true, 0);
            } catch (IOException closedAlready) {
                log.trace("{} is closed already", name, closedAlready);
            }
            close(socket);
        }

        private void close(Socket socket) {
            try {
                socket.close();
            } catch (IOException e) {
                log.debug("{}: {}", name, e.getMessage());
            }
        }
    }
}

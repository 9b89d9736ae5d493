package dev.souk.launcher.shop;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Stands between a node and PostgreSQL, passes everything on unchanged, and counts the node's work: statements and
 * round trips, by transaction. Two virtual threads carry each connection. A connection that one side closes is closed
 * towards the other.
 */
final class SqlTap implements AutoCloseable {
    private static final int CANCEL_REQUEST = 80_877_102;

    private final ServerSocket server;
    private final int target;
    private final Set<Socket> sockets = new HashSet<>();
    private final Map<String, Count> counts = new TreeMap<>();
    private final Set<String> background = new HashSet<>();
    private final List<String> faults = new ArrayList<>();
    private long lastAt = System.nanoTime();

    private SqlTap(ServerSocket server, int target) {
        this.server = server;
        this.target = target;
    }

    static SqlTap inFrontOf(int postgresPort) throws IOException {
        SqlTap tap = new SqlTap(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()), postgresPort);
        Thread.ofVirtual().name("sql-tap").start(tap::accept);
        return tap;
    }

    /** How often transactions of one kind ran, and their statements and round trips together. */
    record Count(int times, int statements, int trips) {
        Count plus(Count other) {
            return new Count(times + other.times, statements + other.statements, trips + other.trips);
        }

        static Count sum(Map<String, Count> counts) {
            return counts.values().stream().reduce(new Count(0, 0, 0), Count::plus);
        }

        @Override
        public String toString() {
            return times + " transactions, " + statements + " statements, " + trips + " round trips";
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /** The transactions since the last call are background work of an idle node, and are not counted from now on. */
    synchronized void learnBackground() {
        background.addAll(counts.keySet());
        counts.clear();
    }

    /** The transactions seen since the last call, without those of the background, by kind of transaction. */
    synchronized Map<String, Count> take() {
        if (!faults.isEmpty()) {
            throw new AssertionError("the tap lost track: " + faults);
        }
        Map<String, Count> seen = new TreeMap<>(counts);
        counts.clear();
        return seen;
    }

    /** Nanoseconds since the last transaction that is not background. */
    synchronized long quietFor() {
        return System.nanoTime() - lastAt;
    }

    private synchronized void count(SqlConversation.Unit unit) {
        String kind = unit.statements().stream()
                .map(statement -> statement.replaceAll("\\s+", " ").strip())
                .map(statement -> statement.substring(0, Math.min(72, statement.length())))
                .collect(Collectors.joining(" | "));
        if (background.contains(kind)) {
            return;
        }
        lastAt = System.nanoTime();
        counts.merge(kind, new Count(1, unit.statements().size(), unit.trips()), Count::plus);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Socket postgres = new Socket(InetAddress.getLoopbackAddress(), target);
                client.setTcpNoDelay(true);
                postgres.setTcpNoDelay(true);
                synchronized (this) {
                    sockets.add(client);
                    sockets.add(postgres);
                }
                SqlConversation conversation = new SqlConversation(this::count);
                Thread.ofVirtual().start(() -> carry(client, postgres, () -> toServer(client, postgres, conversation)));
                Thread.ofVirtual().start(() -> carry(postgres, client, () -> toClient(postgres, client, conversation)));
            }
        } catch (SocketException closed) {
            // The end of the test.
        } catch (IOException e) {
            fault(e);
        }
    }

    private interface Carrier {
        void run() throws IOException;
    }

    private void carry(Socket from, Socket to, Carrier carrier) {
        try (from;
                to) {
            carrier.run();
        } catch (EOFException | SocketException closed) {
            // One side closed the connection: the other side is closed too.
        } catch (IOException | RuntimeException e) {
            fault(e);
        } finally {
            synchronized (this) {
                sockets.remove(from);
            }
        }
    }

    private synchronized void fault(Exception e) {
        faults.add(e.toString());
    }

    private static void toServer(Socket from, Socket to, SqlConversation conversation) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(from.getInputStream(), 1 << 16));
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(to.getOutputStream(), 1 << 16));
        int length = in.readInt();
        byte[] start = in.readNBytes(length - Integer.BYTES);
        out.writeInt(length);
        out.write(start);
        out.flush();
        if (code(start) != CANCEL_REQUEST) {
            pass(in, out, conversation::clientSays);
        }
    }

    private static int code(byte[] start) {
        return (start[0] & 0xff) << 24 | (start[1] & 0xff) << 16 | (start[2] & 0xff) << 8 | start[3] & 0xff;
    }

    private static void toClient(Socket from, Socket to, SqlConversation conversation) throws IOException {
        pass(
                new DataInputStream(new BufferedInputStream(from.getInputStream(), 1 << 16)),
                new DataOutputStream(new BufferedOutputStream(to.getOutputStream(), 1 << 16)),
                conversation::serverSays);
    }

    private interface Listener {
        void hears(char type, byte[] body);
    }

    /** Each message is heard before it is passed on, so that no answer is heard before its question. */
    private static void pass(DataInputStream in, DataOutputStream out, Listener listener) throws IOException {
        while (true) {
            int type = in.readUnsignedByte();
            int length = in.readInt();
            byte[] body = in.readNBytes(length - Integer.BYTES);
            listener.hears((char) type, body);
            out.writeByte(type);
            out.writeInt(length);
            out.write(body);
            if (in.available() == 0) {
                out.flush();
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        List<Socket> open;
        synchronized (this) {
            open = List.copyOf(sockets);
        }
        for (Socket socket : open) {
            socket.close();
        }
    }
}

package dev.souk.prove.naive;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;

/** One running instance of the naive shop, on loopback. Several share one database and one topic. */
public final class NaiveShop implements AutoCloseable {
    private static final int THREADS = 24;
    private static final int BACKLOG = 1_000;

    private final HttpServer server;
    private final ExecutorService threads;
    private final NaiveDatabase database;
    private final NaiveTopic topic;
    private final NaiveSettler settler;

    private NaiveShop(
            HttpServer server,
            ExecutorService threads,
            NaiveDatabase database,
            NaiveTopic topic,
            NaiveSettler settler) {
        this.server = server;
        this.threads = threads;
        this.database = database;
        this.topic = topic;
        this.settler = settler;
    }

    /**
     * Makes tables and topic where needed, and serves.
     *
     * @param port 0 for any that is free
     */
    public static NaiveShop start(int port, String jdbcUrl, String bootstrapServers)
            throws IOException, SQLException, InterruptedException, ExecutionException, TimeoutException {
        NaiveDatabase database = new NaiveDatabase(jdbcUrl);
        database.createTables();
        NaiveTopic.create(bootstrapServers);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        NaiveTopic topic = new NaiveTopic(bootstrapServers);
        NaiveOrders orders = new NaiveOrders(database, new NaiveBank(database), topic);
        NaiveSettler settler = new NaiveSettler(bootstrapServers, orders);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        server.createContext("/", new NaiveRoutes(database, orders)::handle);
        server.setExecutor(threads);
        settler.start();
        server.start();
        return new NaiveShop(server, threads, database, topic, settler);
    }

    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() throws InterruptedException {
        server.stop(0);
        threads.shutdownNow();
        settler.close();
        topic.close();
        database.close();
    }
}

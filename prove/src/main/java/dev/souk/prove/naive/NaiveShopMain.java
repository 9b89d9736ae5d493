package dev.souk.prove.naive;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** An instance of the naive shop as a process, so that it can be killed. Runs until it is killed. */
@Command(name = "naive-shop", description = "A shop that breaks every promise, for comparison. Never for customers.")
public final class NaiveShopMain implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(NaiveShopMain.class);

    @Option(names = "--port", required = true, description = "HTTP, on loopback.")
    private int port;

    @Option(names = "--jdbc-url", required = true, description = "Database; its tables are made where needed.")
    private String jdbcUrl;

    @Option(names = "--bootstrap-servers", required = true, description = "Kafka.")
    private String bootstrapServers;

    @SuppressWarnings("NullAway.Init") // picocli fills the options in
    private NaiveShopMain() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new NaiveShopMain()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        try (NaiveShop shop = NaiveShop.start(port, jdbcUrl, bootstrapServers)) {
            log.info("the naive shop serves at {}", shop.baseUrl());
            new CountDownLatch(1).await();
        }
        return 0;
    }
}

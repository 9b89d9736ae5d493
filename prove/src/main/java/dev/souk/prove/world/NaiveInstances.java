package dev.souk.prove.world;

import dev.souk.embedded.EmbeddedStack;
import dev.souk.embedded.process.ServerProcess;
import dev.souk.prove.check.facts.ShopFacts;
import dev.souk.prove.naive.NaiveFacts;
import dev.souk.prove.naive.NaiveShopCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The control: the naive shop in the same world, behind the same links. Its bank is inside of it. */
final class NaiveInstances implements Shop {
    private static final String DATABASE = "naive";

    private final WorldPorts ports;
    private final Links links;
    private final List<ServerProcess> nodes = new ArrayList<>();

    NaiveInstances(WorldPorts ports, Links links) {
        this.ports = ports;
        this.links = links;
    }

    /** Starts the instances one after the other: each makes the missing tables, and expects no other to do so. */
    @Override
    public void start(EmbeddedStack stack) {
        stack.postgres().createDatabase(DATABASE);
        for (int node = 1; node <= ports.nodes(); node++) {
            String jdbcUrl = "jdbc:postgresql://" + WorldPorts.HOST + ":"
                    + links.toPostgres(node).port() + "/" + DATABASE + "?user=souk";
            ServerProcess process = new ServerProcess(
                    stack.folder(),
                    NaiveShopCommand.of("naive-" + node, ports.http(node), jdbcUrl, links.bootstrapServers()));
            nodes.add(process);
            process.start();
            process.awaitReady();
        }
    }

    @Override
    public List<ServerProcess> nodes() {
        return List.copyOf(nodes);
    }

    @Override
    public Optional<ServerProcess> provider() {
        return Optional.empty();
    }

    @Override
    public ShopFacts facts(EmbeddedStack stack) {
        return new NaiveFacts(stack.postgres().jdbcUrl(DATABASE), stack.kafka().bootstrapServers());
    }
}

package dev.souk.prove.world;

import dev.souk.embedded.StackOptions.Detour;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** All links of a world. They listen before any process runs, because the processes are told their ports. */
final class Links implements AutoCloseable {
    private final List<Link> buyers = new ArrayList<>();
    private final List<Link> postgres = new ArrayList<>();
    private final List<Link> provider = new ArrayList<>();
    private final List<Link> kafka = new ArrayList<>();
    private final List<Link> webhooks = new ArrayList<>();
    private final WorldPorts ports;

    private Links(WorldPorts ports) {
        this.ports = ports;
    }

    /** @param hasProvider whether the provider is a process of its own */
    static Links listen(WorldPorts ports, int postgresPort, boolean hasProvider) {
        Links links = new Links(ports);
        try {
            for (int node = 1; node <= ports.nodes(); node++) {
                String name = "souk-" + node;
                links.buyers.add(Link.listen("buyers -> " + name, List.of(ports.http(node))));
                links.postgres.add(Link.listen(name + " -> postgres", List.of(postgresPort)));
                if (hasProvider) {
                    links.provider.add(Link.listen(name + " -> provider", List.of(ports.provider())));
                }
            }
            for (int broker = 1; broker <= WorldPorts.BROKERS; broker++) {
                links.kafka.add(Link.listen("all nodes -> kafka-" + broker, List.of(ports.detour(broker))));
            }
            if (hasProvider) {
                // As at a load balancer: any node that is there.
                List<Integer> nodes = IntStream.rangeClosed(1, ports.nodes())
                        .map(ports::http)
                        .boxed()
                        .toList();
                links.webhooks.add(Link.listen("provider -> nodes", nodes));
            }
            return links;
        } catch (WorldException e) {
            links.close();
            throw e;
        }
    }

    /** @param node from 1 on */
    Link toPostgres(int node) {
        return postgres.get(node - 1);
    }

    Link toProvider(int node) {
        return provider.get(node - 1);
    }

    Link webhooks() {
        return webhooks.getFirst();
    }

    /** Where nodes find Kafka. */
    String bootstrapServers() {
        return kafka.stream().map(link -> WorldPorts.HOST + ":" + link.port()).collect(Collectors.joining(","));
    }

    List<Detour> detours() {
        return IntStream.rangeClosed(1, WorldPorts.BROKERS)
                .mapToObj(broker ->
                        new Detour(ports.detour(broker), kafka.get(broker - 1).port()))
                .toList();
    }

    List<URI> buyerUrls() {
        return buyers.stream()
                .map(link -> URI.create("http://" + WorldPorts.HOST + ":" + link.port()))
                .toList();
    }

    /** The links by the kind of their target: a fault chooses a kind first, and then a link of it. */
    List<List<Link>> groups() {
        return Stream.of(buyers, postgres, provider, kafka, webhooks)
                .filter(group -> !group.isEmpty())
                .map(List::copyOf)
                .toList();
    }

    @Override
    public void close() {
        Stream.of(buyers, postgres, provider, kafka, webhooks)
                .flatMap(List::stream)
                .forEach(Link::close);
    }
}

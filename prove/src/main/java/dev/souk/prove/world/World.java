package dev.souk.prove.world;

import dev.souk.embedded.EmbeddedStack;
import dev.souk.embedded.Progress;
import dev.souk.embedded.StackException;
import dev.souk.embedded.StackOptions;
import dev.souk.embedded.process.ServerProcess;
import dev.souk.prove.check.facts.ShopFacts;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A world that runs: servers, shop, goods on the shelves, and links between all of them. It runs whole or not at all.
 *
 * <p>Building blocks the calling thread; an interrupt cancels it and stops what had been started.
 */
public final class World implements AutoCloseable {
    private static final int ATTEMPTS = 3;
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final EmbeddedStack stack;
    private final Shop shop;
    private final Links links;

    private World(EmbeddedStack stack, Shop shop, Links links) {
        this.stack = stack;
        this.shop = shop;
        this.links = links;
    }

    /**
     * @param says hears the progress, a line at a time, from any thread
     * @throws WorldException when it cannot be built; nothing of it runs then
     * @throws InterruptedException when it was cancelled; nothing of it runs then
     */
    public static World build(Blueprint blueprint, Consumer<String> says) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return attempt(blueprint, says);
            } catch (StackException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("cancelled");
                }
                // Ports that were free when they were looked at may be taken by the time they are used.
                if (attempt == ATTEMPTS || !String.valueOf(e.getMessage()).contains("is taken")) {
                    throw new WorldException(String.valueOf(e.getMessage()), e);
                }
                says.accept(e.getMessage() + "; another try");
            }
        }
    }

    private static World attempt(Blueprint blueprint, Consumer<String> says) throws InterruptedException {
        WorldPorts ports = WorldPorts.free(blueprint.options().nodes());
        StackOptions plain = StackOptions.temporary(blueprint.data()).withKafkaBrokers(WorldPorts.BROKERS);
        Links links = Links.listen(ports, plain.postgresPort(), !blueprint.naive());
        EmbeddedStack stack = null;
        try {
            Shop shop = blueprint.naive() ? new NaiveInstances(ports, links) : new SoukShop(blueprint, ports, links);
            stack = EmbeddedStack.start(plain.withKafkaDetours(links.detours()), ports.taken(), progress(says));
            long begin = System.nanoTime();
            shop.start(stack);
            says.accept(shop.nodes().size() + " nodes ready after " + seconds(begin));
            Catalog.fill(links.buyerUrls().getFirst(), blueprint.options());
            return new World(stack, shop, links);
        } catch (RuntimeException | InterruptedException e) {
            if (stack != null) {
                stack.stop();
            }
            links.close();
            throw e;
        }
    }

    private static Progress progress(Consumer<String> says) {
        return (server, state, millis) -> {
            switch (state) {
                case READY -> says.accept(server + " ready after " + millis / 1000.0 + " s");
                case FAILED -> says.accept(server + " failed");
                case STARTING, STOPPING, STOPPED -> {
                    // Not reported.
                }
            }
        };
    }

    private static String seconds(long begin) {
        return (System.nanoTime() - begin) / 100_000_000 / 10.0 + " s";
    }

    /** Where buyers find the nodes. */
    public List<URI> buyerUrls() {
        return links.buyerUrls();
    }

    public EmbeddedStack stack() {
        return stack;
    }

    /** The shop's processes that serve buyers, by number. */
    public List<ServerProcess> nodes() {
        return shop.nodes();
    }

    public Optional<ServerProcess> provider() {
        return shop.provider();
    }

    /** Links by what they lead to. */
    public List<List<Link>> links() {
        return links.groups();
    }

    public ShopFacts facts() {
        return shop.facts(stack);
    }

    /** Every process that has to run for the world to be whole. */
    public List<ServerProcess> processes() {
        List<ServerProcess> processes = new ArrayList<>(List.of(stack.postgres().process()));
        processes.addAll(stack.kafka().brokers());
        processes.addAll(stack.redis().nodes());
        shop.provider().ifPresent(processes::add);
        processes.addAll(shop.nodes());
        return List.copyOf(processes);
    }

    /** Ends the shop, so that nothing moves any more; the servers go on. */
    public void closeShop() {
        ServerProcess.stopAll(shop.nodes(), STOP_LIMIT);
        shop.provider().ifPresent(provider -> provider.stop(STOP_LIMIT));
    }

    /** Stops the shop, the links and the servers within half a minute, in whatever state they are. */
    @Override
    public void close() {
        stack.stop();
        links.close();
    }
}

package dev.souk.launcher.dev.control;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** The nodes of a shop, in turn: those first that take requests as far as is known. Thread-safe. */
final class LiveNodes {
    private final List<Map.Entry<String, URI>> nodes;
    private final Predicate<String> isRunning;
    private final AtomicInteger turn = new AtomicInteger();

    /** @param nodes base addresses by the names of the nodes */
    LiveNodes(Map<String, URI> nodes, Predicate<String> isRunning) {
        this.nodes = nodes.entrySet().stream().map(Map.Entry::copyOf).toList();
        this.isRunning = isRunning;
    }

    /** @return all nodes, in the order in which they are worth trying */
    List<URI> inTurn() {
        int first = Math.floorMod(turn.getAndIncrement(), nodes.size());
        List<URI> running = new ArrayList<>();
        List<URI> others = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            Map.Entry<String, URI> node = nodes.get((first + i) % nodes.size());
            (isRunning.test(node.getKey()) ? running : others).add(node.getValue());
        }
        running.addAll(others);
        return running;
    }
}

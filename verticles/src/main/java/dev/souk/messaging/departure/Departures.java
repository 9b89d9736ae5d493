package dev.souk.messaging.departure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Tells those who take over what a node had that it is gone. Safe for several threads. */
public final class Departures {
    private final List<Consumer<String>> watchers = new CopyOnWriteArrayList<>();

    /** An end of watching. */
    @FunctionalInterface
    public interface Watch {
        void end();
    }

    /** @param watcher gets the incarnation that is gone, on any thread; must neither block nor throw */
    public Watch watch(Consumer<String> watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    /** @param incarnation that the cluster has lost, whatever became of it */
    public void left(String incarnation) {
        watchers.forEach(watcher -> watcher.accept(incarnation));
    }
}

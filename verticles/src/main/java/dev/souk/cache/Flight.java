package dev.souk.cache;

import org.jspecify.annotations.Nullable;

/**
 * The loads under way for one key. When the key changes its flight is let go: a value that still comes with it is
 * answered to the callers that wait, and not remembered. Lives on the cache's event loop.
 */
final class Flight<V> {
    private @Nullable Load<V> newest;
    private int aboard;

    /** @return the load that was begun last */
    @Nullable
    Load<V> newest() {
        return newest;
    }

    void enter() {
        aboard++;
    }

    void enter(Load<V> load) {
        newest = load;
        aboard++;
    }

    /** @return whether nothing is under way any more */
    boolean leave() {
        aboard--;
        return aboard == 0;
    }
}

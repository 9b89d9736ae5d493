package dev.souk.cache;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/**
 * The store behind the nodes' memories. Nothing here is promised: an entry that cannot be read counts as absent, a
 * write that fails is left, and no caller waits for long or learns why.
 *
 * <p>Lives on the event loop that opened it; {@link #remove} may be called from everywhere.
 */
public interface SecondLevel {
    /** Where there is none. */
    SecondLevel NONE = new SecondLevel() {
        @Override
        public boolean isAuthentic() {
            return true;
        }

        @Override
        public void open() {}

        @Override
        public Future<Optional<Buffer>> get(String key) {
            return Future.succeededFuture(Optional.empty());
        }

        @Override
        public void put(String key, Buffer value, long version, Duration keep) {}

        @Override
        public void remove(Collection<String> keys) {}

        @Override
        public void close() {}
    };

    /** Whether what is read was written by a node of this shop, for certain: else no price is taken from it. */
    boolean isAuthentic();

    /** From now on it lives here. Returns at once: until it is there, nothing is. */
    void open();

    /** Never fails. */
    Future<Optional<Buffer>> get(String key);

    /** @param version one that is older than what is there does not replace it; 0: values of this kind have none */
    void put(String key, Buffer value, long version, Duration keep);

    void remove(Collection<String> keys);

    void close();
}

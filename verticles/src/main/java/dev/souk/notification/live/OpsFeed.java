package dev.souk.notification.live;

import io.vertx.core.Context;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The feeds that operators watch in this node: by address the latest word and the watchers that wait for the next. A
 * component with news publishes here, and may ask first whether there is a watcher. Words are replaced, not queued: a
 * new watcher gets the latest at once. Safe to use from every thread.
 */
public final class OpsFeed {
    private final Map<String, Topic> topics = new ConcurrentHashMap<>();

    /** One watcher of an address. */
    public final class Watch {
        private final String address;
        private final Context context;
        private final Consumer<String> told;
        private volatile boolean over;

        private Watch(String address, Context context, Consumer<String> told) {
            this.address = address;
            this.context = context;
            this.told = told;
        }

        /** No more words are told, but for those on their way. */
        public void end() {
            over = true;
            // With the last watcher the latest word goes: a watcher that comes much later is not to take it for news.
            topics.computeIfPresent(address, (name, topic) -> {
                topic.watches.remove(this);
                return topic.watches.isEmpty() ? null : topic;
            });
        }

        private void tell(String json) {
            context.runOnContext(now -> {
                if (!over) {
                    told.accept(json);
                }
            });
        }
    }

    private static final class Topic {
        private final CopyOnWriteArrayList<Watch> watches = new CopyOnWriteArrayList<>();
        private volatile @Nullable String latest;
    }

    /**
     * @param address {@code ops.<name>}
     * @param context where {@code told} is called
     * @param told gets JSON
     */
    public Watch watch(String address, Context context, Consumer<String> told) {
        Watch watch = new Watch(address, context, told);
        topics.compute(address, (name, held) -> {
            Topic topic = held == null ? new Topic() : held;
            topic.watches.add(watch);
            String latest = topic.latest;
            if (latest != null) {
                watch.tell(latest);
            }
            return topic;
        });
        return watch;
    }

    public boolean isWatched(String address) {
        return topics.containsKey(address);
    }

    /**
     * Tells all watchers; without a watcher it has no effect.
     *
     * @param json one JSON value
     */
    public void publish(String address, String json) {
        topics.computeIfPresent(address, (name, topic) -> {
            topic.latest = json;
            topic.watches.forEach(watch -> watch.tell(json));
            return topic;
        });
    }
}

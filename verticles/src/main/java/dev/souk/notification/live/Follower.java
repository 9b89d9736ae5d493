package dev.souk.notification.live;

import io.vertx.core.Context;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One follower of an order. The position belongs to the context of {@link OrderFeeds}; signals are handed over to the
 * follower's own context, in order.
 */
public final class Follower {
    private final UUID order;
    private final @Nullable String owner;
    private final Context context;
    private final Consumer<Signal> told;
    private long position;
    private boolean admitted;

    /**
     * @param owner the subject that must own the order; absent: any order, for operators
     * @param position the last entry that is known, 0 for none
     * @param context where {@code told} is called
     */
    public Follower(UUID order, @Nullable String owner, long position, Context context, Consumer<Signal> told) {
        this.order = order;
        this.owner = owner;
        this.position = position;
        this.context = context;
        this.told = told;
    }

    UUID order() {
        return order;
    }

    long position() {
        return position;
    }

    boolean isAdmitted() {
        return admitted;
    }

    boolean maySee(String customer) {
        return owner == null || owner.equals(customer);
    }

    /**
     * @param last number of the order's last entry; a position behind it was never given out
     * @param steps all entries after some place that is not behind this position
     * @param written runs after the follower was told, where there was something to tell
     */
    void advance(long last, List<LiveStep> steps, boolean over, Runnable written) {
        position = Math.min(position, last);
        List<LiveStep> unknown =
                steps.stream().filter(step -> step.seq() > position).toList();
        if (!unknown.isEmpty()) {
            position = unknown.getLast().seq();
        }
        if (!admitted || over || !unknown.isEmpty()) {
            admitted = true;
            Signal next = new Signal.Steps(unknown, over);
            context.runOnContext(now -> {
                told.accept(next);
                written.run();
            });
        }
    }

    void tell(Signal signal) {
        context.runOnContext(now -> told.accept(signal));
    }
}

package dev.souk.prove.command;

import dev.souk.embedded.FreePort;
import dev.souk.prove.check.facts.Pending;
import dev.souk.prove.check.facts.ShopFacts;
import dev.souk.prove.follow.AcceptedOrders;
import dev.souk.prove.follow.Followers;
import dev.souk.prove.history.HistoryWriter;
import dev.souk.prove.merchant.Merchant;
import dev.souk.prove.run.RunOptions;
import dev.souk.prove.world.World;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The listeners of a run: buyers who follow their orders by streams, and a merchant who takes webhooks. */
final class Audience implements AutoCloseable {
    /** In that time a follower whose stream broke late connects again, and a poll finds steps whose hints were lost. */
    private static final Duration SETTLE_LIMIT = Duration.ofSeconds(60);

    private final Assignment assignment;
    private final Terminal terminal;
    private final Followers followers;
    private final @Nullable Merchant merchant;

    private Audience(Assignment assignment, Terminal terminal, Followers followers, @Nullable Merchant merchant) {
        this.assignment = assignment;
        this.terminal = terminal;
        this.followers = followers;
        this.merchant = merchant;
    }

    /**
     * Call before the first buyer comes: the merchant is told of every event. A naive shop sends no
     * events and no webhooks.
     *
     * @throws IllegalStateException when the merchant's endpoint cannot be set up
     */
    static Audience open(World world, Assignment assignment, HistoryWriter history, Terminal terminal)
            throws InterruptedException {
        Merchant merchant = assignment.naive()
                ? null
                : Merchant.open(world.buyerUrls().getFirst(), FreePort.next(), history, terminal::event);
        Followers followers = new Followers(assignment.seed(), world::buyerUrls, history);
        return new Audience(assignment, terminal, followers, merchant);
    }

    /** Lets the merchant's endpoint fail for a while, unless the run has no faults. */
    void start() {
        RunOptions options = assignment.options();
        if (merchant != null && !options.faults().isEmpty()) {
            merchant.misbehave(assignment.seed(), options.time());
        }
    }

    AcceptedOrders listener() {
        return assignment.naive() ? AcceptedOrders.UNHEARD : followers::accepted;
    }

    /**
     * Blocks until followers were told all that has happened, where the shop has come to rest; a minute at the most.
     */
    void settle(ShopFacts facts, Pending pending) throws InterruptedException {
        long behind = followers.settle(facts::lastSteps, pending.isNone() ? SETTLE_LIMIT : Duration.ZERO);
        if (followers.orders() > 0) {
            terminal.event(
                    behind == 0
                            ? followers.orders() + " followed orders were told to their ends"
                            : behind + " of " + followers.orders() + " followed orders were not told to their ends");
        }
    }

    @Override
    public void close() {
        followers.close();
        if (merchant != null) {
            merchant.close();
        }
    }
}

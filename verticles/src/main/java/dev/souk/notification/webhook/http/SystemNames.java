package dev.souk.notification.webhook.http;

import dev.souk.bus.BusyException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Names as the machine knows them, remembered for as long as the JVM does. A look-up blocks a thread, and nothing ends
 * it but its own name servers, whose silence lasts long. So no caller waits for one longer than {@link #LONGEST}; a
 * name that is being looked up is not looked up a second time, however often it is asked for; and where all threads are
 * taken, a further name fails at once and does not queue behind them. For one context.
 */
public final class SystemNames implements Names {
    /** How long an answer is waited for: the time that one name server has by default, before the next is asked. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final WorkerExecutor threads;
    private final int most;
    private final LookUp lookUp;
    private final Duration longest;
    private final Map<String, Future<List<InetAddress>>> underWay = new HashMap<>();

    /** A look-up that blocks. */
    @FunctionalInterface
    interface LookUp {
        InetAddress[] of(String name) throws IOException;
    }

    /** @param most look-ups at one time, 1 or more: with one for each endpoint no name takes another's */
    public SystemNames(Vertx vertx, int most) {
        this(vertx, most, InetAddress::getAllByName, LONGEST);
    }

    SystemNames(Vertx vertx, int most, LookUp lookUp, Duration longest) {
        // A thread that is held by a silent name server is no fault of this process: no warning is logged.
        this.threads = vertx.createSharedWorkerExecutor("webhook-names", most, 1, TimeUnit.HOURS);
        this.most = most;
        this.lookUp = lookUp;
        this.longest = longest;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Fails with a {@link BusyException} where as many look-ups are under way as may be, with a {@link
     * java.util.concurrent.TimeoutException} after the longest time.
     */
    @Override
    public Future<List<InetAddress>> lookUp(String name) {
        Future<List<InetAddress>> asked = underWay.get(name);
        if (asked == null && underWay.size() >= most) {
            return Future.failedFuture(
                    new BusyException("as many names of webhooks are being looked up as may be: " + most));
        }
        Future<List<InetAddress>> answer = asked == null ? ask(name) : asked;
        return answer.timeout(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Future<List<InetAddress>> ask(String name) {
        Future<List<InetAddress>> asking = threads.executeBlocking(() -> List.of(lookUp.of(name)), false);
        underWay.put(name, asking);
        asking.onComplete(done -> underWay.remove(name));
        return asking;
    }

    public void close() {
        threads.close();
    }
}

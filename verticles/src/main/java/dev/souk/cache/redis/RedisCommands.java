package dev.souk.cache.redis;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** The commands of one kind: how many may be under way, and what became of them. Lives on one event loop. */
final class RedisCommands {
    private final int most;
    private final Counter done;
    private final Counter failed;
    private final Counter timedOut;
    private final Counter leftOut;
    private int underWay;

    /** @param link in the metric {@code souk.cache.redis{link, command, result}} */
    RedisCommands(MeterRegistry metrics, String link, String command, int most) {
        this.most = most;
        this.done = counter(metrics, link, command, "done");
        this.failed = counter(metrics, link, command, "failed");
        this.timedOut = counter(metrics, link, command, "timed_out");
        this.leftOut = counter(metrics, link, command, "left_out");
    }

    private static Counter counter(MeterRegistry metrics, String link, String command, String result) {
        return metrics.counter("souk.cache.redis", "link", link, "command", command, "result", result);
    }

    boolean isFull() {
        return underWay >= most;
    }

    void begun() {
        underWay++;
    }

    void leftOut() {
        leftOut.increment();
    }

    void done() {
        underWay--;
        done.increment();
    }

    void timedOut() {
        underWay--;
        timedOut.increment();
    }

    void failed() {
        underWay--;
        failed.increment();
    }
}

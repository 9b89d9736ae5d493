package dev.souk.messaging.consumer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * The metrics of a consumer, by {@code consumer}: {@code souk.consumer.handled}, {@code .suppressed} (by the inbox, or
 * twice in a batch), {@code .dead} (letters), {@code .retried}; {@code .batch} (seconds a batch takes), {@code
 * .batch.age} (seconds the present one is under way: an alarm for a stuck consumer looks at it), {@code .lag} (records
 * of its partitions not yet polled).
 */
public final class ConsumerMetrics {
    private static final long LAG_NANOS = 1_000_000_000L;

    private final Counter handled;
    private final Counter suppressed;
    private final Counter dead;
    private final Counter retried;
    private final Timer batch;
    private volatile long lag;
    private volatile long began;
    private volatile boolean busy;
    private long nextLagNanos = System.nanoTime();

    public ConsumerMetrics(MeterRegistry metrics, String consumer) {
        this.handled = metrics.counter("souk.consumer.handled", "consumer", consumer);
        this.suppressed = metrics.counter("souk.consumer.suppressed", "consumer", consumer);
        this.dead = metrics.counter("souk.consumer.dead", "consumer", consumer);
        this.retried = metrics.counter("souk.consumer.retried", "consumer", consumer);
        this.batch = metrics.timer("souk.consumer.batch", "consumer", consumer);
        Gauge.builder("souk.consumer.lag", this, it -> it.lag)
                .tag("consumer", consumer)
                .register(metrics);
        Gauge.builder("souk.consumer.batch.age", this, ConsumerMetrics::batchSeconds)
                .tag("consumer", consumer)
                .register(metrics);
    }

    void tookEffect(int fresh, int repeated) {
        handled.increment(fresh);
        suppressed.increment(repeated);
    }

    void buried() {
        dead.increment();
    }

    void retried() {
        retried.increment();
    }

    void batchBegan() {
        began = System.nanoTime();
        busy = true;
    }

    void batchEnded() {
        busy = false;
        batch.record(Duration.ofNanos(System.nanoTime() - began));
    }

    private double batchSeconds() {
        return busy ? Duration.ofNanos(System.nanoTime() - began).toMillis() / 1_000.0 : 0;
    }

    /** On the poll loop's thread, which alone may ask the consumer. */
    void lag(Consumer<?, ?> kafka) {
        if (System.nanoTime() - nextLagNanos < 0) {
            return;
        }
        nextLagNanos = System.nanoTime() + LAG_NANOS;
        long records = 0;
        for (TopicPartition partition : kafka.assignment()) {
            records += kafka.currentLag(partition).orElse(0);
        }
        lag = records;
    }

    void stopped() {
        busy = false;
        lag = 0;
    }
}

package dev.souk.edge.limit;

import dev.souk.cache.redis.RedisScript;
import dev.souk.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes tokens of the buckets that all nodes share in Redis: one call of one script, by the clock of Redis. The
 * requests of one caller that come while a call for it is under way go together into the next one, and a busy caller's
 * node takes some tokens in advance, so that a caller costs Redis a few hundred calls a second at the most.
 *
 * <p>While Redis does not answer, or not in time, this node's own buckets decide. Lives on one event loop; never fails.
 */
final class SharedBuckets {
    /**
     * KEYS[1] holds the time at which the bucket is full, in microseconds. ARGV: microseconds of one token, tokens of a
     * full bucket, tokens that are asked for. Answers how many are given, and in how many microseconds the bucket is
     * full.
     */
    private static final String SCRIPT = """
            local interval, burst, wanted = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
            local time = redis.call('TIME')
            local now = time[1] * 1000000 + time[2]
            local ahead = math.max(0, (tonumber(redis.call('GET', KEYS[1])) or now) - now)
            local given = math.min(wanted, math.max(0, math.floor(burst - ahead / interval + 0.000001)))
            if given > 0 then
              ahead = ahead + given * interval
              redis.call('SET', KEYS[1], string.format('%.2f', now + ahead), 'PX', math.ceil(ahead / 1000) + 1)
            end
            return {given, math.ceil(ahead)}
            """;

    private static final double MICROS = 1_000.0;
    private static final long MICRO = 1_000;

    private final Buckets buckets;
    private final RedisScript script;
    private final Duration patience;
    private final LimitMetrics metrics;
    /** No more than requests that wait. */
    private final Map<Bucket, Call> calls = new HashMap<>();

    SharedBuckets(
            Vertx vertx, Settings settings, String link, Buckets buckets, LimitMetrics counted, MeterRegistry metrics) {
        this.buckets = buckets;
        this.script = new RedisScript(vertx, settings.redis(), link, SCRIPT, metrics);
        this.patience = settings.limits().patience();
        this.metrics = counted;
    }

    /** The requests that wait for the call after the one that is under way. */
    private static final class Call {
        List<Promise<Verdict>> waiting = new ArrayList<>();
    }

    void open() {
        script.open();
    }

    void close() {
        script.close();
    }

    Future<Verdict> take(Bucket bucket) {
        Verdict known = bucket.known(buckets.now());
        if (known != null) {
            return Future.succeededFuture(known);
        }
        Promise<Verdict> verdict = Promise.promise();
        Call underWay = calls.get(bucket);
        if (underWay != null) {
            underWay.waiting.add(verdict);
        } else {
            Call call = new Call();
            call.waiting.add(verdict);
            calls.put(bucket, call);
            ask(bucket, call);
        }
        return verdict.future();
    }

    private void ask(Bucket bucket, Call call) {
        List<Promise<Verdict>> asking = call.waiting;
        call.waiting = new ArrayList<>();
        int wanted = asking.size() + bucket.advance(buckets.now());
        Rate rate = bucket.rate();
        List<String> arguments = List.of(
                Double.toString(rate.interval() / MICROS), Integer.toString(rate.burst()), Integer.toString(wanted));
        script.run(bucket.key(), arguments, patience).onComplete(reply -> {
            if (reply.succeeded()) {
                answer(bucket, asking, reply.result());
            } else {
                metrics.alone(asking.size());
                asking.forEach(verdict -> verdict.complete(bucket.take(buckets.now())));
            }
            next(bucket, call);
        });
    }

    private void answer(Bucket bucket, List<Promise<Verdict>> asking, List<Long> reply) {
        long now = buckets.now();
        int given = Math.toIntExact(reply.getFirst());
        long ahead = reply.getLast() * MICRO;
        if (given > 0) {
            Verdict admitted = bucket.given(given - asking.size(), ahead, now);
            asking.stream().limit(given).forEach(verdict -> verdict.complete(admitted));
        }
        if (given < asking.size()) {
            Verdict refused = bucket.empty(ahead, now);
            asking.stream().skip(given).forEach(verdict -> verdict.complete(refused));
        }
    }

    private void next(Bucket bucket, Call call) {
        if (call.waiting.isEmpty()) {
            calls.remove(bucket);
        } else {
            ask(bucket, call);
        }
    }
}

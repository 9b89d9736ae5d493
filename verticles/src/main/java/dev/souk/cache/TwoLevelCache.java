package dev.souk.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.souk.bus.BusyException;
import dev.souk.bus.UnavailableException;
import dev.souk.cache.CacheMetrics.Level;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads that are served while their source is away: what a node remembers, behind it what all nodes have in Redis,
 * behind that the source.
 *
 * <pre>
 *  get ─> remembered and fresh ───────────────────────────────────────────────────────> answer
 *           └ else one load: fresh in the second level? else the source ──────────────> answer, remembered, shared
 *                              └ failed, or silent beyond patience: the old value, if old will do; else the failure
 * </pre>
 *
 * <p>While the source is known to be away ({@link SourceState}) old values are answered at once, and a reader now and
 * then looks whether it is back. Only a caller that accepts an old value gets one. No absence is remembered.
 *
 * <p>Lives on one event loop; {@link #forget} and {@link #changed} may be called from everywhere.
 */
public final class TwoLevelCache<V> {
    private static final Logger log = LoggerFactory.getLogger(TwoLevelCache.class);
    /** A node writes a key no more often than this to the second level: a hot one changes a thousand times a second. */
    private static final Duration SHARE_EVERY = Duration.ofSeconds(1);
    /** The second level counts in milliseconds. */
    private static final Duration CLOCK_TICK = Duration.ofMillis(1);
    /** A reader who looks whether the source is back waits for this part of the patience. */
    private static final int PATIENCE_OF_PROBES = 4;

    private final Vertx vertx;
    private final CacheOptions options;
    private final ValueKind<V> kind;
    private final SharedEntries<V> shared;
    private final Ticker ticker;
    private final Memory<V> memory;
    private final SourceState source;
    private final CacheMetrics counted;
    private final Freshness freshness;

    /** One whose values are fresh for the options' time alone. */
    public TwoLevelCache(
            Vertx vertx, CacheOptions options, ValueKind<V> kind, SecondLevel level, MeterRegistry metrics) {
        this(vertx, options, kind, level, metrics, new Freshness(options.fresh()));
    }

    /** @param freshness of values, by a feed of their changes; its time to live is the options' */
    public TwoLevelCache(
            Vertx vertx,
            CacheOptions options,
            ValueKind<V> kind,
            SecondLevel level,
            MeterRegistry metrics,
            Freshness freshness) {
        this(vertx, options, kind, level, metrics, freshness, Ticker.systemTicker(), InstantSource.system());
    }

    TwoLevelCache(
            Vertx vertx,
            CacheOptions options,
            ValueKind<V> kind,
            SecondLevel level,
            MeterRegistry metrics,
            Freshness freshness,
            Ticker ticker,
            InstantSource clock) {
        this.vertx = vertx;
        this.options = options;
        this.kind = kind;
        this.freshness = freshness;
        this.ticker = ticker;
        this.memory = new Memory<>(options, kind.weigher(), ticker);
        this.shared = new SharedEntries<>(
                options, level, new EntryCodec<>(kind, ticker::read, clock, level.isAuthentic()), kind);
        this.source = new SourceState(ticker.read());
        this.counted = new CacheMetrics(metrics, options.name(), source);
    }

    /**
     * @param load of one key, called when it has to be asked for; in one turn for all of them
     * @return those that exist, each once; fails when one can neither be loaded nor answered from before
     */
    public Future<List<Cached<V>>> getAll(
            Collection<String> keys, boolean staleWillDo, Function<String, Future<Optional<V>>> load) {
        List<Cached<V>> found = new ArrayList<>(keys.size());
        List<Future<Optional<Cached<V>>>> missed = new ArrayList<>();
        for (String key : new LinkedHashSet<>(keys)) {
            Cached<V> fresh = fresh(key, staleWillDo);
            if (fresh == null) {
                missed.add(missed(key, staleWillDo, () -> load.apply(key)));
            } else {
                found.add(fresh);
            }
        }
        return missed.isEmpty()
                ? Future.succeededFuture(found)
                : Future.all(missed).map(all -> {
                    missed.forEach(one -> one.result().ifPresent(found::add));
                    return found;
                });
    }

    /**
     * @param staleWillDo whether an older value is better than none while the source is away
     * @param load called when it has to be asked for
     */
    public Future<Optional<Cached<V>>> get(String key, boolean staleWillDo, Supplier<Future<Optional<V>>> load) {
        Cached<V> fresh = fresh(key, staleWillDo);
        return fresh == null ? missed(key, staleWillDo, load) : Future.succeededFuture(Optional.of(fresh));
    }

    /** @param anyWillDo also what a node may not have written */
    private @Nullable Cached<V> fresh(String key, boolean anyWillDo) {
        Entry<V> entry = memory.get(key);
        long left = entry == null || !(anyWillDo || entry.authentic()) ? 0 : left(key, entry);
        return entry != null && left > 0 ? cached(entry, Level.MEMORY, false, left) : null;
    }

    private long left(String key, Entry<V> entry) {
        return freshness.left(key, entry.asked(), entry.atWorst());
    }

    private Cached<V> cached(Entry<V> entry, Level level, boolean stale, long left) {
        counted.answered(level, stale);
        Duration age = Duration.ofNanos(options.fresh().toNanos() - left);
        Duration askedAgo = Duration.ofNanos(ticker.read() - entry.atWorst());
        return new Cached<>(entry.value(), age, stale, Duration.ofNanos(Math.max(0, left)), askedAgo);
    }

    private boolean isKept(String key, Entry<V> entry) {
        return ticker.read() - freshness.knownAt(key, entry.asked(), entry.atWorst())
                < options.keep().toNanos();
    }

    private Future<Optional<Cached<V>>> missed(String key, boolean staleWillDo, Supplier<Future<Optional<V>>> load) {
        if (!staleWillDo) {
            return new Asker(key, loaded(key, !shared.isAuthentic(), load)).exactly();
        }
        if (!source.isAway()) {
            return new Asker(key, loaded(key, false, load)).orStale();
        }
        if (source.mayProbe(ticker.read())) {
            // A reader that probes waits for part of the patience: an outage that has ended is not shown.
            Duration moment = options.patience().dividedBy(PATIENCE_OF_PROBES);
            return new Asker(key, begin(key, moment, true, flight -> fromSource(key, flight, load))).orStale();
        }
        return stale(key)
                .compose(old -> old.isEmpty()
                        ? new Asker(key, loaded(key, false, load)).orStale()
                        : Future.succeededFuture(old));
    }

    /** The value known before, however old, while it is kept. */
    private Future<Optional<Cached<V>>> stale(String key) {
        Entry<V> entry = memory.get(key);
        if (entry != null && isKept(key, entry)) {
            return Future.succeededFuture(Optional.of(old(key, entry, Level.MEMORY)));
        }
        Flight<V> flight = memory.enter(key);
        return fromShared(key, flight)
                .onComplete(read -> memory.leave(key, flight))
                .map(found -> found.filter(it -> isKept(key, it)).map(it -> old(key, it, Level.SHARED)));
    }

    private Cached<V> old(String key, Entry<V> entry, Level level) {
        long left = left(key, entry);
        return cached(entry, level, left <= 0, left);
    }

    /** @param sourceOnly past the second level */
    private Load<V> loaded(String key, boolean sourceOnly, Supplier<Future<Optional<V>>> load) {
        Load<V> underWay = memory.shareable(key, ticker.read());
        if (underWay != null && (underWay.isAuthentic() || !sourceOnly)) {
            return underWay;
        }
        boolean authentic = sourceOnly || shared.isAuthentic();
        Duration patience = options.patience();
        return sourceOnly
                ? begin(key, patience, authentic, flight -> fromSource(key, flight, load))
                : begin(key, patience, authentic, flight -> fromEither(key, flight, load));
    }

    private Load<V> begin(
            String key, Duration patience, boolean authentic, Function<Flight<V>, Future<Optional<Entry<V>>>> from) {
        Load<V> load = new Load<>(ticker.read(), authentic);
        Flight<V> flight = memory.enter(key, load);
        long timer = vertx.setTimer(Math.max(1, patience.toMillis()), over -> {
            source.silent(load.begun());
            load.runLate();
        });
        load.end(from.apply(flight).onComplete(done -> {
            vertx.cancelTimer(timer);
            memory.leave(key, flight);
        }));
        return load;
    }

    private Future<Optional<Entry<V>>> fromEither(String key, Flight<V> flight, Supplier<Future<Optional<V>>> ask) {
        return freshFromShared(key, flight)
                .compose(found -> found.isPresent() ? Future.succeededFuture(found) : fromSource(key, flight, ask));
    }

    private Future<Optional<Entry<V>>> freshFromShared(String key, Flight<V> flight) {
        if (options.fresh().isZero() || memory.changedLately(key)) {
            return Future.succeededFuture(Optional.empty());
        }
        return fromShared(key, flight).map(found -> found.filter(it -> left(key, it) > 0));
    }

    /** An old one is remembered too, in case that the source does not answer. */
    private Future<Optional<Entry<V>>> fromShared(String key, Flight<V> flight) {
        return shared.get(key, ticker.read() - options.fresh().toNanos()).map(found -> {
            found.filter(entry -> isNews(key, entry)).ifPresent(entry -> memory.remember(key, flight, entry));
            return found;
        });
    }

    /** The copy of what is remembered says less of when that was asked for. */
    private boolean isNews(String key, Entry<V> copy) {
        Entry<V> before = memory.get(key);
        return before == null || copy.asked() - before.asked() > CLOCK_TICK.toNanos();
    }

    private Future<Optional<Entry<V>>> fromSource(String key, Flight<V> flight, Supplier<Future<Optional<V>>> ask) {
        long asked = ticker.read();
        source.begun(asked);
        return answerOf(ask).onFailure(failure -> failed(asked, failure)).map(value -> {
            source.answered(ticker.read());
            if (value.isEmpty()) {
                gone(key, flight);
                return Optional.empty();
            }
            Entry<V> entry = Entry.read(value.get(), asked);
            remember(key, flight, entry);
            return Optional.of(entry);
        });
    }

    private Future<Optional<V>> answerOf(Supplier<Future<Optional<V>>> ask) {
        try {
            return ask.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private void failed(long asked, Throwable failure) {
        if (isAbsence(failure)) {
            source.failed(asked);
        } else {
            source.faulted();
        }
    }

    private static boolean isAbsence(Throwable failure) {
        return failure instanceof UnavailableException || failure instanceof BusyException;
    }

    /** Logs the failure: a caller that gets the old value does not see it. */
    private void tell(Throwable failure) {
        if (!isAbsence(failure)) {
            log.atError()
                    .addKeyValue("cache", options.name())
                    .setCause(failure)
                    .log("a read failed and was answered from before");
        }
    }

    private void remember(String key, Flight<V> flight, Entry<V> entry) {
        long now = ticker.read();
        Entry<V> before = memory.get(key);
        boolean share = before == null || !before.wasSharedWithin(SHARE_EVERY, now);
        boolean kept = memory.remember(key, flight, entry.sharedAt(share || before == null ? now : before.shared()));
        if (kept && share) {
            shared.put(key, entry);
        }
    }

    /** Unless it changed meanwhile: then it may be back. */
    private void gone(String key, Flight<V> flight) {
        if (memory.isCurrent(key, flight) && memory.get(key) != null) {
            memory.drop(key);
            shared.remove(List.of(key));
        }
    }

    /** These changed, as their writer says: reads from now on are loaded anew. */
    public void changed(Collection<String> keys) {
        freshness.note(keys);
        keys.forEach(memory::forget);
        shared.remove(keys);
    }

    /** These changed, as was heard: entries that this node may have written to the second level since then go too. */
    public void forget(Collection<String> keys) {
        freshness.note(keys);
        forgetNoted(keys);
    }

    /** These changed to the versions given: remembered values of older versions go, as by {@link #forget}. */
    public void forgetOlder(Map<String, Long> versions) {
        List<String> older = new ArrayList<>();
        versions.forEach((key, version) -> {
            Entry<V> entry = memory.get(key);
            if (entry == null || kind.version(entry.value()) < version) {
                older.add(key);
            }
        });
        forgetNoted(older);
    }

    private void forgetNoted(Collection<String> keys) {
        shared.remove(keys.stream().filter(memory::forget).toList());
    }

    /** Writes the remembered values of these keys to the second level once more. */
    public void share(Collection<String> keys) {
        for (String key : keys) {
            Entry<V> entry = memory.get(key);
            if (entry != null && left(key, entry) > 0) {
                shared.put(key, entry);
            }
        }
    }

    /** The remembered values of these keys have another weight from now on. */
    public void weighAgain(Collection<String> keys) {
        keys.forEach(memory::weighAgain);
    }

    /** A caller that waits for a load. */
    private final class Asker {
        private final String key;
        private final Load<V> load;

        Asker(String key, Load<V> load) {
            this.key = key;
            this.load = load;
        }

        Future<Optional<Cached<V>>> exactly() {
            return load.result().onFailure(failure -> counted.failed()).map(this::answer);
        }

        private Optional<Cached<V>> answer(Optional<Entry<V>> entry) {
            if (entry.isEmpty()) {
                counted.nothing();
            }
            return entry.map(it -> cached(it, Level.SOURCE, false, left(key, it)));
        }

        Future<Optional<Cached<V>>> orStale() {
            Promise<Optional<Cached<V>>> answer = Promise.promise();
            load.late().onSuccess(late -> {
                if (!answer.future().isComplete()) {
                    stale(key).onSuccess(old -> old.ifPresent(it -> answer.tryComplete(old)));
                }
            });
            load.result().onComplete(done -> {
                if (answer.future().isComplete()) {
                    return;
                }
                if (done.succeeded()) {
                    answer.tryComplete(answer(done.result()));
                } else {
                    insteadOf(done.cause(), answer);
                }
            });
            return answer.future();
        }

        private void insteadOf(Throwable failure, Promise<Optional<Cached<V>>> answer) {
            stale(key).onSuccess(old -> {
                if (old.isPresent() && answer.tryComplete(old)) {
                    tell(failure);
                } else if (answer.tryFail(failure)) {
                    counted.failed();
                }
            });
        }
    }
}

package dev.souk.edge.body;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import io.vertx.ext.web.handler.HttpException;
import org.jspecify.annotations.Nullable;

/**
 * A body that comes as gzip and is read decoded. No more than a piece of it is decoded before it is asked for, and one
 * that grows as no file of lines does is refused (413). Begins paused; on the event loop of its source. Holds memory
 * outside of the heap until it has ended or failed, or is closed.
 */
public final class GunzippedBody implements ReadStream<Buffer>, AutoCloseable {
    /** Bytes that any body may decode to. */
    private static final long FREE = 1 << 20;
    /** How much larger a longer one may become; lines of products compress to a tenth, as a rule. */
    private static final long MAX_RATIO = 100;

    private static final int BAD_REQUEST = 400;
    private static final int TOO_LARGE = 413;

    private final ReadStream<Buffer> source;
    private final Gunzip gunzip;
    private @Nullable Handler<Buffer> taker;
    private @Nullable Handler<Void> ender;
    private @Nullable Handler<Throwable> failed;
    private long demand;
    private long read;
    private long decoded;
    private boolean begun;
    private boolean asked;
    private boolean ended;
    private boolean over;
    private boolean draining;

    public GunzippedBody(ReadStream<Buffer> source) {
        this(source, new Gunzip());
    }

    GunzippedBody(ReadStream<Buffer> source, Gunzip gunzip) {
        this.source = source;
        this.gunzip = gunzip;
    }

    private void begin() {
        begun = true;
        source.pause();
        source.exceptionHandler(this::fail);
        source.endHandler(end -> {
            ended = true;
            drain();
        });
        source.handler(chunk -> {
            // A chunk that was not asked for comes after the reader has given up.
            if (asked && !over) {
                asked = false;
                read += chunk.length();
                gunzip.feed(chunk.getBytes());
                drain();
            }
        });
    }

    private void drain() {
        if (draining) {
            return;
        }
        draining = true;
        try {
            while (demand > 0 && !over) {
                if (gunzip.next() > 0) {
                    give(gunzip.piece());
                } else if (ended) {
                    end();
                } else if (asked) {
                    return;
                } else {
                    asked = true;
                    source.fetch(1); // May be given at once: the next turn decodes it.
                }
            }
        } catch (Gunzip.MalformedException e) {
            fail(new HttpException(BAD_REQUEST, e));
        } finally {
            draining = false;
        }
    }

    private void give(Buffer piece) {
        decoded += piece.length();
        if (decoded > FREE && decoded > read * MAX_RATIO) {
            fail(new HttpException(TOO_LARGE));
            return;
        }
        demand = demand == Long.MAX_VALUE ? demand : demand - 1;
        if (taker != null) {
            taker.handle(piece);
        }
    }

    private void end() {
        if (!gunzip.isWhole()) {
            fail(new HttpException(BAD_REQUEST, "the gzip is cut off"));
            return;
        }
        close();
        if (ender != null) {
            ender.handle(null);
        }
    }

    private void fail(Throwable reason) {
        if (over) {
            return;
        }
        close();
        if (failed != null) {
            failed.handle(reason);
        }
    }

    /** Gives up the rest of the body; no handler is called. Again, or after its end, it does nothing. */
    @Override
    public void close() {
        over = true;
        gunzip.close();
    }

    @Override
    public ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
        failed = handler;
        return this;
    }

    @Override
    public ReadStream<Buffer> handler(@Nullable Handler<Buffer> handler) {
        taker = handler;
        return this;
    }

    @Override
    public ReadStream<Buffer> pause() {
        demand = 0;
        return this;
    }

    @Override
    public ReadStream<Buffer> resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public ReadStream<Buffer> fetch(long amount) {
        if (!begun) {
            begin();
        }
        demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
        drain();
        return this;
    }

    @Override
    public ReadStream<Buffer> endHandler(@Nullable Handler<Void> handler) {
        ender = handler;
        return this;
    }
}

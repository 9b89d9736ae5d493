package dev.souk.edge;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/** A body that comes in pieces, one a turn of the event loop. */
final class Chunks implements ReadStream<Buffer> {
    private final Vertx vertx;
    private final Buffer chunk;
    private int left;
    private long demand = Long.MAX_VALUE;
    private boolean ended;
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> endHandler;

    Chunks(Vertx vertx, Buffer chunk, int count) {
        this.vertx = vertx;
        this.chunk = chunk;
        this.left = count;
    }

    private void next() {
        vertx.runOnContext(turn -> {
            Handler<Buffer> taker = handler;
            if (taker == null || demand == 0 || ended) {
                return;
            }
            if (left == 0) {
                ended = true;
                if (endHandler != null) {
                    endHandler.handle(null);
                }
                return;
            }
            left--;
            demand -= demand == Long.MAX_VALUE ? 0 : 1;
            taker.handle(chunk);
            next();
        });
    }

    @Override
    public ReadStream<Buffer> handler(@Nullable Handler<Buffer> taker) {
        handler = taker;
        if (taker != null) {
            next();
        }
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
        demand = amount == Long.MAX_VALUE ? amount : demand + amount;
        next();
        return this;
    }

    @Override
    public ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> failed) {
        return this;
    }

    @Override
    public ReadStream<Buffer> endHandler(@Nullable Handler<Void> end) {
        endHandler = end;
        return this;
    }
}

package dev.souk.catalog.imports;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/** Gives a chunk for each one that is asked for, never another, and notes when more were asked for at once. */
final class SlowStream implements ReadStream<Buffer> {
    static final int LINES = 100;

    private final Context context;
    private final int chunks;
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> endHandler;
    private int given;
    private long asked;
    private volatile long mostUnasked;

    SlowStream(Context context, int chunks) {
        this.context = context;
        this.chunks = chunks;
    }

    /** @return how many chunks were asked for before the one before them was taken, at the most */
    long mostUnasked() {
        return mostUnasked;
    }

    @Override
    public ReadStream<Buffer> fetch(long amount) {
        asked += amount;
        mostUnasked = Math.max(mostUnasked, asked - 1);
        context.runOnContext(next -> give());
        return this;
    }

    private void give() {
        asked--;
        if (given == chunks) {
            if (endHandler != null) {
                endHandler.handle(null);
            }
            return;
        }
        Buffer chunk = Buffer.buffer();
        for (int i = 0; i < LINES; i++) {
            chunk.appendString("{\"sku\":\"slow-%d-%d\",\"name\":\"S\",\"price\":{\"amount\":1,\"currency\":\"GBP\"}}\n"
                    .formatted(given, i));
        }
        given++;
        if (handler != null) {
            handler.handle(chunk);
        }
    }

    @Override
    public ReadStream<Buffer> handler(@Nullable Handler<Buffer> handler) {
        this.handler = handler;
        return this;
    }

    @Override
    public ReadStream<Buffer> endHandler(@Nullable Handler<Void> endHandler) {
        this.endHandler = endHandler;
        return this;
    }

    @Override
    public ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
        return this;
    }

    @Override
    public ReadStream<Buffer> pause() {
        asked = 0;
        return this;
    }

    @Override
    public ReadStream<Buffer> resume() {
        throw new IllegalStateException("an import asks for one chunk at a time");
    }
}

package dev.souk.edge.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A body in gzip that is read to its end, that breaks, and that its reader gives up. */
class GunzippedBodyTest {
    private final Source source = new Source();
    private final Gunzip gunzip = new Gunzip();
    private final GunzippedBody body = new GunzippedBody(source, gunzip);
    private final List<Buffer> read = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();

    GunzippedBodyTest() {
        body.handler(read::add);
        body.exceptionHandler(failures::add);
    }

    /** A stream that delivers when the test says so, whether the reader asked for data or not. */
    private static final class Source implements ReadStream<Buffer> {
        private Handler<Buffer> taker = chunk -> {};
        private Handler<Throwable> failed = failure -> {};
        private Handler<Void> ender = end -> {};

        @Override
        public ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
            failed = handler == null ? failure -> {} : handler;
            return this;
        }

        @Override
        public ReadStream<Buffer> handler(@Nullable Handler<Buffer> handler) {
            taker = handler == null ? chunk -> {} : handler;
            return this;
        }

        @Override
        public ReadStream<Buffer> pause() {
            return this;
        }

        @Override
        public ReadStream<Buffer> resume() {
            return this;
        }

        @Override
        public ReadStream<Buffer> fetch(long amount) {
            return this;
        }

        @Override
        public ReadStream<Buffer> endHandler(@Nullable Handler<Void> handler) {
            ender = handler == null ? end -> {} : handler;
            return this;
        }
    }

    private static byte[] noise(int length) {
        byte[] noise = new byte[length];
        new Random(7).nextBytes(noise);
        return noise;
    }

    private static Buffer gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return Buffer.buffer(packed.toByteArray());
    }

    /** The message is that of java.util.zip for an inflater that was ended. */
    private void assertThatItsMemoryIsGivenBack() {
        assertThatThrownBy(gunzip::next).hasMessage("Inflater has been closed");
    }

    @Test
    void piecesStayAsTheyWereGiven() throws IOException {
        byte[] noise = noise(100_000);
        body.resume();
        source.taker.handle(gzip(noise));
        source.ender.handle(null);

        Buffer whole = Buffer.buffer();
        read.forEach(whole::appendBuffer);
        assertThat(read).hasSizeGreaterThan(5);
        assertThat(Arrays.equals(whole.getBytes(), noise)).isTrue();
        assertThat(failures).isEmpty();
    }

    @Test
    void aBodyThatBreaksGivesItsMemoryBack() throws IOException {
        body.resume();
        source.taker.handle(gzip(noise(100_000)).getBuffer(0, 50_000));

        source.failed.handle(new IOException("gone"));

        assertThat(failures).hasSize(1);
        assertThatItsMemoryIsGivenBack();
    }

    @Test
    void aReaderThatGivesUpGivesItsMemoryBackAndHearsNothingMore() throws IOException {
        Buffer packed = gzip(noise(100_000));
        body.fetch(1);
        source.taker.handle(packed.getBuffer(0, 50_000));

        body.close();
        body.close();
        body.resume();
        source.taker.handle(packed.getBuffer(50_000, packed.length()));
        source.ender.handle(null);

        assertThat(read).hasSize(1);
        assertThat(failures).isEmpty();
        assertThatItsMemoryIsGivenBack();
    }

    @Test
    void aReaderThatGivesUpWhileItReadsHearsNothingMore() throws IOException {
        body.handler(piece -> {
            read.add(piece);
            body.close();
        });
        body.resume();

        source.taker.handle(gzip(noise(100_000)));

        assertThat(read).hasSize(1);
        assertThatItsMemoryIsGivenBack();
    }
}

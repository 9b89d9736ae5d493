package dev.souk.prove.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.souk.prove.history.HistoryLine.Answered;
import dev.souk.prove.history.HistoryLine.Asked;
import dev.souk.prove.history.HistoryLine.Followed;
import dev.souk.prove.history.HistoryLine.Lost;
import dev.souk.prove.history.HistoryLine.Told;
import dev.souk.prove.history.HistoryLine.Unfollowed;
import dev.souk.prove.history.HistoryLine.Webhook;
import dev.souk.prove.history.HistoryReader.Read;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    private static final OrderAsked BODY =
            new OrderAsked(List.of(Item.of("85123A", 2), Item.of("tab\tand \"quote\"", 1)), null, null, "tok_ok", 510L);
    private static final OrderSeen SEEN = new OrderSeen(
            "6f1c", "PENDING", "GBP", 510, List.of(new Item("85123A", 2, 255L)), List.of("order.placed"), 0, 0, 0);

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("history.jsonl");
    }

    private static List<HistoryLine> read(Path file) throws IOException {
        List<HistoryLine> lines = new ArrayList<>();
        HistoryReader.read(file, lines::add);
        return lines;
    }

    @Test
    void everyLineIsJsonForAnyReader() throws IOException {
        try (HistoryWriter writer = HistoryWriter.create(file)) {
            LineAsked line = new LineAsked("85123A", 2, 1L);
            long set = writer.asked("alice", Operation.SET_CART_LINE, "http://node", 1, null, "cart", null, line);
            CartSeen cart = new CartSeen("cart", 2, List.of(new Item("85123A", 2, 255L)));
            writer.answered(set, 200, null, null, false, null, cart);
        }
        JsonMapper strict = JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();

        for (String line : Files.readAllLines(file)) {
            assertThat(strict.readTree(line).path("line").asText()).isIn("asked", "answered");
        }
        assertThat(read(file))
                .first()
                .isInstanceOfSatisfying(
                        Asked.class, asked -> assertThat(asked.cartLine()).isEqualTo(new LineAsked("85123A", 2, 1L)));
    }

    @Test
    void streamsAndWebhooksAreReadAsTheyWereWritten() throws IOException {
        try (HistoryWriter writer = HistoryWriter.create(file)) {
            long first = writer.followed("alice", "6f1c", "http://127.0.0.1:8888", 1, null);
            writer.told(first, 1, "order.placed", "PENDING", "e-1");
            writer.unfollowed(first, StreamEnd.BROKEN, null, null, "Premature EOF");
            writer.webhook("e-1", "order.placed", "6f1c", 1L, true, false);
            long second = writer.followed("alice", "6f1c", "http://127.0.0.1:8898", 2, 1L);
            writer.unfollowed(second, StreamEnd.REFUSED, 503, 5, null);
        }

        List<HistoryLine> lines = read(file);

        assertThat(lines).extracting(HistoryLine::id).containsExactly(1L, 1L, 1L, 2L, 3L, 3L);
        assertThat(lines.get(0)).isInstanceOfSatisfying(Followed.class, stream -> {
            assertThat(stream.order()).isEqualTo("6f1c");
            assertThat(stream.lastEventId()).isNull();
        });
        assertThat(lines.get(1)).isInstanceOfSatisfying(Told.class, told -> {
            assertThat(told.seq()).isEqualTo(1);
            assertThat(told.event()).isEqualTo("order.placed");
            assertThat(told.status()).isEqualTo("PENDING");
            assertThat(told.eventId()).isEqualTo("e-1");
        });
        assertThat(lines.get(2)).isInstanceOfSatisfying(Unfollowed.class, end -> {
            assertThat(end.how()).isEqualTo(StreamEnd.BROKEN);
            assertThat(end.reason()).isEqualTo("Premature EOF");
        });
        assertThat(lines.get(3)).isInstanceOfSatisfying(Webhook.class, webhook -> {
            assertThat(webhook.webhookId()).isEqualTo("e-1");
            assertThat(webhook.signed()).isTrue();
            assertThat(webhook.taken()).isFalse();
        });
        assertThat(lines.get(4))
                .isInstanceOfSatisfying(
                        Followed.class,
                        stream -> assertThat(stream.lastEventId()).isEqualTo(1));
        assertThat(lines.get(5)).isInstanceOfSatisfying(Unfollowed.class, end -> {
            assertThat(end.status()).isEqualTo(503);
            assertThat(end.retryAfter()).isEqualTo(5);
        });
    }

    @Test
    void whatWasWrittenIsReadInItsOrder() throws IOException {
        try (HistoryWriter writer = HistoryWriter.create(file)) {
            long placed =
                    writer.asked("alice", Operation.PLACE_ORDER, "http://127.0.0.1:8888", 1, "key-1", null, BODY, null);
            writer.lost(placed, "timeout");
            long again =
                    writer.asked("alice", Operation.PLACE_ORDER, "http://127.0.0.1:8898", 2, "key-1", null, BODY, null);
            writer.answered(again, 201, null, null, true, SEEN, null);
            long seen = writer.asked("bob", Operation.GET_ORDER, "http://127.0.0.1:8888", 1, null, "6f1c", null, null);
            writer.answered(seen, 503, "busy", 1, false, null, null);
        }

        List<HistoryLine> lines = read(file);

        assertThat(lines).hasSize(6).isSortedAccordingTo((a, b) -> Long.compare(a.nanos(), b.nanos()));
        assertThat(lines.get(0)).isInstanceOfSatisfying(Asked.class, asked -> {
            assertThat(asked.order()).isEqualTo(BODY);
            assertThat(asked.key()).isEqualTo("key-1");
        });
        assertThat(lines.get(1))
                .isInstanceOfSatisfying(
                        Lost.class, lost -> assertThat(lost.reason()).isEqualTo("timeout"));
        assertThat(lines.get(3)).isInstanceOfSatisfying(Answered.class, answered -> {
            assertThat(answered.order()).isEqualTo(SEEN);
            assertThat(answered.replayed()).isTrue();
            assertThat(answered.id()).isEqualTo(lines.get(2).id());
        });
        assertThat(lines.get(5)).isInstanceOfSatisfying(Answered.class, answered -> {
            assertThat(answered.code()).isEqualTo("busy");
            assertThat(answered.retryAfter()).isEqualTo(1);
            assertThat(answered.order()).isNull();
        });
    }

    @Test
    void noLineOfManyThreadsIsLostAndEachEndFollowsItsBeginning() throws IOException {
        try (HistoryWriter writer = HistoryWriter.create(file);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int buyer = 0; buyer < 50; buyer++) {
                String name = "buyer-" + buyer;
                threads.submit(() -> {
                    for (int i = 0; i < 400; i++) {
                        long id = writer.asked(name, Operation.LIST_PRODUCTS, "http://node", 1, null, null, null, null);
                        writer.answered(id, 200, null, null, false, null, null);
                    }
                });
            }
        }

        List<HistoryLine> lines = read(file);

        assertThat(lines).hasSize(2 * 50 * 400);
        Map<Long, List<HistoryLine>> byRequest = lines.stream().collect(Collectors.groupingBy(HistoryLine::id));
        assertThat(byRequest).hasSize(50 * 400);
        assertThat(byRequest.values())
                .allSatisfy(exchange -> assertThat(exchange).hasSize(2).first().isInstanceOf(Asked.class));
    }

    @Test
    void aHistoryIsNeverWrittenOver() throws IOException {
        HistoryWriter.create(file).close();

        assertThatThrownBy(() -> HistoryWriter.create(file)).isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void aClosedHistoryTakesNothingMore() throws IOException {
        HistoryWriter writer = HistoryWriter.create(file);
        writer.close();

        assertThatThrownBy(() -> writer.lost(1, "late")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aLastLineThatIsNotWholeIsLeftOutAndReported() throws IOException {
        try (HistoryWriter writer = HistoryWriter.create(file)) {
            writer.lost(1, "timeout");
        }
        Files.writeString(file, "{\"line\":\"lost\",\"id\":2,\"at", StandardOpenOption.APPEND);
        List<HistoryLine> lines = new ArrayList<>();

        Read read = HistoryReader.read(file, lines::add);

        assertThat(read).isEqualTo(new Read(1, true));
        assertThat(lines).hasSize(1);
    }

    @Test
    void aBrokenLineInTheMiddleIsAnErrorThatNamesIt() throws IOException {
        try (HistoryWriter writer = HistoryWriter.create(file)) {
            writer.lost(1, "timeout");
        }
        Files.writeString(file, "{\"line\":\"guess\"}\n{\"line\":\"lost\"", StandardOpenOption.APPEND);

        assertThatThrownBy(() -> read(file)).isInstanceOf(IOException.class).hasMessageContaining("line 2");
    }
}

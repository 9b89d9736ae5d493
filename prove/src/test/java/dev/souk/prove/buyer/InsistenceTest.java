package dev.souk.prove.buyer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.prove.buyer.Reply.Answer;
import dev.souk.prove.buyer.Reply.NoAnswer;
import dev.souk.prove.history.HistoryLine;
import dev.souk.prove.history.HistoryLine.Answered;
import dev.souk.prove.history.HistoryLine.Asked;
import dev.souk.prove.history.HistoryLine.Lost;
import dev.souk.prove.history.HistoryReader;
import dev.souk.prove.history.HistoryWriter;
import dev.souk.prove.history.Item;
import dev.souk.prove.history.OrderAsked;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InsistenceTest {
    private static final String ORDER = """
            {"id": "0e2f7a0c-8d1f-4f0a-9d57-0f6a3b7f6c11", "status": "PENDING",
             "lines": [{"sku": "A", "quantity": 2, "unitPrice": {"amount": 50, "currency": "GBP"}}],
             "total": {"amount": 100, "currency": "GBP"}, "timeline": [{"seq": 1, "event": "order.placed"}]}
            """;
    private static final OrderAsked BODY = new OrderAsked(List.of(Item.of("A", 2)), null, null, "tok_ok", 100L);

    @TempDir
    Path folder;

    private record Outcome(Reply reply, List<HistoryLine> lines) {
        List<Asked> asked() {
            return lines.stream()
                    .filter(Asked.class::isInstance)
                    .map(Asked.class::cast)
                    .toList();
        }

        <T extends HistoryLine> List<T> ends(Class<T> kind) {
            return lines.stream().filter(kind::isInstance).map(kind::cast).toList();
        }
    }

    private Outcome place(Duration insistFor, Shop... shops) throws IOException, InterruptedException {
        Path file = folder.resolve("history.jsonl");
        Reply reply;
        List<URI> nodes = Stream.of(shops).map(Shop::url).toList();
        try (HistoryWriter history = HistoryWriter.create(file);
                HttpClient http = HttpClient.newHttpClient()) {
            NodeRing ring = new NodeRing(() -> nodes, System::nanoTime);
            ShopClient client = new ShopClient(http, ring, history, new CrowdCounts(), Duration.ofSeconds(2));
            Insistence insistence =
                    new Insistence(client, new SplittableRandom(1), System.nanoTime() + insistFor.toNanos());
            reply = insistence.ask("alice", Call.place("token", "key-7", BODY, "GBP"));
            http.shutdownNow();
        }
        List<HistoryLine> lines = new ArrayList<>();
        HistoryReader.read(file, lines::add);
        return new Outcome(reply, lines);
    }

    @Test
    void aCutConnectionIsRepeatedToTheLetterAtAnotherNode() throws Exception {
        try (Shop cut = new Shop(exchange -> {});
                Shop good = new Shop(exchange -> Shop.send(exchange, 201, ORDER))) {
            Outcome outcome = place(Duration.ofSeconds(10), cut, good);

            assertThat(outcome.reply())
                    .isInstanceOfSatisfying(
                            Answer.class, answer -> assertThat(answer.status()).isEqualTo(201));
            assertThat(cut.heard).isNotEmpty();
            assertThat(good.heard).hasSize(1);
            assertThat(good.heard.getFirst()).isEqualTo(cut.heard.getFirst());
            assertThat(good.heard.getFirst().key()).isEqualTo("key-7");
            assertThat(outcome.asked()).extracting(Asked::attempt).containsExactly(1, 2);
            assertThat(outcome.ends(Lost.class)).hasSize(1);
            assertThat(outcome.ends(Answered.class).getFirst().order())
                    .satisfies(order -> assertThat(order.events()).containsExactly("order.placed"));
        }
    }

    @Test
    void aSilentNodeIsGivenUpAfterItsTimeAndNotBelievedDead() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (Shop silent = new Shop(exchange -> await(end));
                Shop good = new Shop(exchange -> Shop.send(exchange, 201, ORDER))) {
            Outcome outcome = place(Duration.ofSeconds(10), silent, good);
            end.countDown();

            assertThat(outcome.reply().isDoubtful()).isFalse();
            assertThat(outcome.ends(Lost.class)).extracting(Lost::reason).containsExactly("timeout");
        }
    }

    private static void await(CountDownLatch end) {
        try {
            end.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anAnswerThatStopsHalfWayIsNoAnswer() throws Exception {
        try (Shop half = new Shop(exchange -> {
                    exchange.sendResponseHeaders(201, ORDER.length());
                    exchange.getResponseBody().write('{');
                    exchange.getResponseBody().flush();
                });
                Shop good = new Shop(exchange -> Shop.send(exchange, 201, ORDER))) {
            Outcome outcome = place(Duration.ofSeconds(10), half, good);

            assertThat(outcome.ends(Lost.class)).hasSize(1);
            assertThat(outcome.reply().isDoubtful()).isFalse();
        }
    }

    @Test
    void unavailableIsRepeatedAfterAWhileAndConflictIsFinal() throws Exception {
        AtomicInteger count = new AtomicInteger();
        try (Shop busy = new Shop(exchange -> {
            if (count.incrementAndGet() < 3) {
                exchange.getResponseHeaders().set("Retry-After", "0");
                Shop.send(exchange, count.get() == 1 ? 503 : 429, "{\"code\": \"busy\"}");
            } else {
                Shop.send(exchange, 409, "{\"code\": \"total_changed\"}");
            }
        })) {
            Outcome outcome = place(Duration.ofSeconds(10), busy);

            assertThat(outcome.ends(Answered.class))
                    .extracting(Answered::status)
                    .containsExactly(503, 429, 409);
            assertThat(outcome.ends(Answered.class)).extracting(Answered::code).contains("busy", "total_changed");
            assertThat(outcome.ends(Answered.class).getFirst().retryAfter()).isZero();
            assertThat(outcome.reply().isDoubtful()).isFalse();
        }
    }

    @Test
    void doubtRemainsWhenTheTimeIsOver() throws Exception {
        try (Shop cut = new Shop(exchange -> {})) {
            Outcome outcome = place(Duration.ofSeconds(2), cut);

            assertThat(outcome.reply()).isInstanceOf(NoAnswer.class);
            assertThat(outcome.asked().size())
                    .isEqualTo(outcome.ends(Lost.class).size())
                    .isGreaterThan(1);
        }
    }
}

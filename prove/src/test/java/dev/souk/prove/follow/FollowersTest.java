package dev.souk.prove.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.souk.prove.history.HistoryLine;
import dev.souk.prove.history.HistoryLine.Followed;
import dev.souk.prove.history.HistoryLine.Told;
import dev.souk.prove.history.HistoryLine.Unfollowed;
import dev.souk.prove.history.HistoryReader;
import dev.souk.prove.history.HistoryWriter;
import dev.souk.prove.history.StreamEnd;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class FollowersTest {
    private static final String ORDER = "6f1c2a00-0000-4000-8000-000000000001";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final CountDownLatch end = new CountDownLatch(1);
    private final List<Node> nodes = new ArrayList<>();
    private HistoryWriter history;
    private Followers followers;

    /** The answer of a node to a follower. */
    private interface Answering {
        void answer(HttpExchange exchange, String lastEventId) throws Exception;
    }

    private final class Node {
        final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private final HttpServer server;

        Node(Answering answering) throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
            server.setExecutor(threads);
            server.createContext("/v1/orders/" + ORDER + "/events", exchange -> {
                try (exchange) {
                    String last = String.valueOf(exchange.getRequestHeaders().getFirst("Last-Event-ID"));
                    assertThat(exchange.getRequestHeaders().getFirst("Authorization"))
                            .isEqualTo("Bearer token");
                    asked.add(last);
                    answering.answer(exchange, last);
                } catch (IOException e) {
                    throw e;
                } catch (Exception e) {
                    throw new IOException(e);
                }
            });
            server.start();
            nodes.add(this);
        }

        URI url() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        }

        void stop() {
            server.stop(0);
            threads.shutdownNow();
        }
    }

    @BeforeEach
    void begin() throws IOException {
        history = HistoryWriter.create(folder.resolve("history.jsonl"));
        followers = new Followers(1, () -> nodes.stream().map(Node::url).toList(), history);
    }

    @AfterEach
    void close() {
        end.countDown();
        followers.close();
        nodes.forEach(Node::stop);
        history.close();
    }

    /** The seed chooses among buyers. */
    private void follow() {
        for (int i = 0; followers.orders() == 0; i++) {
            followers.accepted("buyer-" + i, "token", ORDER);
        }
    }

    private List<HistoryLine> lines() throws IOException {
        followers.close();
        history.close();
        List<HistoryLine> lines = new ArrayList<>();
        HistoryReader.read(folder.resolve("history.jsonl"), lines::add);
        return lines;
    }

    private static List<Told> told(List<HistoryLine> lines) {
        return lines.stream()
                .filter(Told.class::isInstance)
                .map(Told.class::cast)
                .toList();
    }

    private static List<Unfollowed> ends(List<HistoryLine> lines) {
        return lines.stream()
                .filter(Unfollowed.class::isInstance)
                .map(Unfollowed.class::cast)
                .toList();
    }

    private static void stream(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
    }

    private static void tell(HttpExchange exchange, long seq, String event, String status) throws IOException {
        String text = "id: %d\nevent: %s\ndata: {\"seq\": %d, \"status\": \"%s\", \"eventId\": \"e-%d\"}\n\n"
                .formatted(seq, event, seq, status, seq);
        exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
    }

    private void whole(HttpExchange exchange, String last) throws IOException {
        if (last.equals("2")) {
            exchange.sendResponseHeaders(204, -1);
            return;
        }
        stream(exchange);
        if (last.equals("null")) {
            tell(exchange, 1, "order.placed", "PENDING");
        }
        tell(exchange, 2, "order.rejected", "REJECTED");
    }

    @Test
    void anOrderIsFollowedUntilANodeSaysThatNothingIsLeft() throws Exception {
        Node node = new Node(this::whole);
        follow();

        assertThat(followers.settle(orders -> Map.of(ORDER, 2L), PATIENCE)).isZero();

        List<HistoryLine> lines = lines();
        assertThat(node.asked).containsExactly("null", "2");
        assertThat(told(lines)).extracting(Told::seq).containsExactly(1L, 2L);
        assertThat(told(lines)).extracting(Told::event).containsExactly("order.placed", "order.rejected");
        assertThat(told(lines)).extracting(Told::status).containsExactly("PENDING", "REJECTED");
        assertThat(told(lines)).extracting(Told::eventId).containsExactly("e-1", "e-2");
        assertThat(ends(lines)).extracting(Unfollowed::how).containsExactly(StreamEnd.ENDED, StreamEnd.NOTHING_LEFT);
    }

    @Test
    void aStreamThatBreaksGoesOnElsewhereAfterTheLastStep() throws Exception {
        Answering dying = (exchange, last) -> {
            if (!last.equals("null")) {
                whole(exchange, last);
                return;
            }
            stream(exchange);
            tell(exchange, 1, "order.placed", "PENDING");
            // The connection is cut in the middle of the announced body.
            exchange.getHttpContext().getServer().stop(0);
        };
        new Node(dying);
        new Node(dying);
        follow();

        assertThat(followers.settle(orders -> Map.of(ORDER, 2L), PATIENCE)).isZero();

        List<HistoryLine> lines = lines();
        assertThat(told(lines)).extracting(Told::seq).containsExactly(1L, 2L);
        assertThat(ends(lines).getFirst().how()).isEqualTo(StreamEnd.BROKEN);
        assertThat(ends(lines).getLast().how()).isEqualTo(StreamEnd.NOTHING_LEFT);
        List<Followed> connections = lines.stream()
                .filter(Followed.class::isInstance)
                .map(Followed.class::cast)
                .toList();
        assertThat(connections.get(0).lastEventId()).isNull();
        assertThat(connections.get(1).lastEventId()).isEqualTo(1);
        assertThat(connections.get(1).node()).isNotEqualTo(connections.get(0).node());
        assertThat(connections)
                .extracting(Followed::attempt)
                .isEqualTo(IntStream.rangeClosed(1, connections.size()).boxed().toList());
    }

    @Test
    void aRefusalIsWrittenDownAndAskedAgainLater() throws Exception {
        AtomicInteger times = new AtomicInteger();
        new Node((exchange, last) -> {
            if (times.getAndIncrement() == 0) {
                exchange.getResponseHeaders().add("Retry-After", "1");
                exchange.sendResponseHeaders(503, -1);
            } else {
                whole(exchange, last);
            }
        });
        follow();

        assertThat(followers.settle(orders -> Map.of(ORDER, 2L), PATIENCE)).isZero();

        Unfollowed refusal = ends(lines()).getFirst();
        assertThat(refusal.how()).isEqualTo(StreamEnd.REFUSED);
        assertThat(refusal.status()).isEqualTo(503);
        assertThat(refusal.retryAfter()).isEqualTo(1);
    }

    @Test
    void anOrderThatGoesOnIsSettledWhenAllStepsWereToldAndLeftInTheEnd() throws Exception {
        new Node((exchange, last) -> {
            stream(exchange);
            tell(exchange, 1, "order.placed", "PENDING");
            end.await();
        });
        follow();

        assertThat(followers.settle(orders -> Map.of(ORDER, 1L), PATIENCE)).isZero();
        assertThat(followers.settle(orders -> Map.of(ORDER, 2L), Duration.ZERO)).isEqualTo(1);

        assertThat(ends(lines())).extracting(Unfollowed::how).containsExactly(StreamEnd.LEFT);
    }

    @Test
    void anOrderThatHasEndedIsNotSettledBeforeItsStreamIs() throws Exception {
        new Node((exchange, last) -> {
            stream(exchange);
            tell(exchange, 1, "order.rejected", "REJECTED");
            end.await();
        });
        follow();
        // Without this wait the follower would not have been told anything yet.
        await().atMost(PATIENCE).until(() -> followers.settle(orders -> Map.of(ORDER, 0L), Duration.ZERO) == 1);

        assertThat(followers.settle(orders -> Map.of(ORDER, 1L), Duration.ZERO)).isEqualTo(1);
    }

    @Test
    void someBuyersFollowAllOfTheirOrdersAndTheOthersNone() throws Exception {
        new Node((exchange, last) -> exchange.sendResponseHeaders(204, -1));
        for (int buyer = 0; buyer < 200; buyer++) {
            int before = followers.orders();
            for (int order = 0; order < 3; order++) {
                followers.accepted("buyer-" + buyer, "token", ORDER);
            }
            assertThat(followers.orders() - before).isIn(0, 3);
        }
        assertThat(followers.orders()).isBetween(3 * 15, 3 * 90);
    }

    @Test
    void aBuyerFollowsSoManyOrdersAndNoMoreAndNoneThatIsNone() throws Exception {
        new Node((exchange, last) -> exchange.sendResponseHeaders(204, -1));
        for (int i = 0; i < 100; i++) {
            followers.accepted("buyer-" + i, "token", "no-order");
        }
        assertThat(followers.orders()).isZero();

        for (int i = 0; i < 50 * 100; i++) {
            followers.accepted("buyer-" + i % 100, "token", ORDER);
        }
        assertThat(followers.orders()).isPositive();
        assertThat(followers.orders() % 40).isZero();
    }
}

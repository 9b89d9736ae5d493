package dev.souk.edge.headers;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.souk.bus.RequestId;
import dev.souk.catalog.message.CatalogEndpoints;
import dev.souk.edge.Awaiting;
import dev.souk.edge.EdgeServer;
import dev.souk.edge.Samples;
import dev.souk.order.message.OrderEndpoints;
import dev.souk.order.message.OrderEndpoints.NotFound;
import dev.souk.order.message.OrderEndpoints.OrderAnswer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Answer, problem, log and the features behind the edge call a request by one name. */
class RequestIdTest {
    private static final String ORDER = "/v1/orders/" + Samples.ORDER;

    private final EdgeServer edge = EdgeServer.shared();

    /** Keeps the id of the request that each event was logged for. */
    private static final class Named extends AppenderBase<ILoggingEvent> {
        private final List<String> ids = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            ids.add(String.valueOf(RequestId.current()));
        }
    }

    @Test
    void aProblemAndItsLogLineNameTheRequest() {
        edge.features.fail(CatalogEndpoints.LIST, new IllegalStateException("on purpose"));
        Named named = new Named();
        Logger root = (Logger) LoggerFactory.getLogger("dev.souk");
        named.start();
        root.addAppender(named);
        try {
            HttpResponse<Buffer> answer =
                    edge.get("/v1/products").header("X-Request-Id", "mine-1").send();

            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.getHeader("X-Request-Id")).isEqualTo("mine-1");
            assertThat(answer.bodyAsJsonObject().getString("requestId")).isEqualTo("mine-1");
            // The edge's line, and that of the feature that it asked.
            assertThat(named.ids).hasSizeGreaterThanOrEqualTo(2).containsOnly("mine-1");
        } finally {
            root.detachAppender(named);
        }
    }

    @Test
    void requestsThatOverlapKeepTheirNames() {
        Map<String, Promise<OrderAnswer>> waiting = new ConcurrentHashMap<>();
        edge.features.answerLater(OrderEndpoints.GET, asked -> {
            Promise<OrderAnswer> answer = Promise.promise();
            waiting.put(String.valueOf(RequestId.current()), answer);
            return answer.future();
        });
        List<Future<HttpResponse<Buffer>>> answers = List.of(ask("first"), ask("second"), ask("third"));
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> waiting.size() == answers.size());

        assertThat(waiting).containsOnlyKeys("first", "second", "third");
        for (String id : List.of("second", "third", "first")) {
            Promise<OrderAnswer> answer = Objects.requireNonNull(waiting.remove(id));
            edge.vertx.runOnContext(any -> answer.complete(new NotFound()));
        }

        assertThat(answers)
                .extracting(answer -> Awaiting.result(answer).bodyAsJsonObject().getString("requestId"))
                .containsExactly("first", "second", "third");
    }

    private Future<HttpResponse<Buffer>> ask(String id) {
        return edge.get(ORDER)
                .as("carl", "customer")
                .header("X-Request-Id", id)
                .http()
                .send();
    }
}

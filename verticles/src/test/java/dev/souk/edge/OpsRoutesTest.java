package dev.souk.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.audit.message.AuditEndpoints;
import dev.souk.audit.message.PromiseLedger;
import dev.souk.audit.message.PromiseLedger.Money;
import dev.souk.audit.message.PromiseLedger.Orders;
import dev.souk.audit.message.PromiseLedger.Stock;
import dev.souk.ops.message.BreakerPosition;
import dev.souk.ops.message.ClusterView;
import dev.souk.ops.message.ClusterView.Member;
import dev.souk.ops.message.ConsumersView;
import dev.souk.ops.message.ConsumersView.Broker;
import dev.souk.ops.message.ConsumersView.Group;
import dev.souk.ops.message.ConsumersView.Letters;
import dev.souk.ops.message.ConsumersView.Partition;
import dev.souk.ops.message.LetterView;
import dev.souk.ops.message.NodeReport.Load;
import dev.souk.ops.message.OpsEndpoints;
import dev.souk.ops.message.OpsEndpoints.LetterFound;
import dev.souk.ops.message.OpsEndpoints.LetterPage;
import dev.souk.ops.message.OpsEndpoints.LettersSettled;
import dev.souk.ops.message.OpsEndpoints.ListLetters;
import dev.souk.ops.message.OpsEndpoints.SettleLetters;
import dev.souk.ops.message.PipelineView;
import dev.souk.ops.message.PipelineView.Breaker;
import dev.souk.ops.message.PipelineView.Stage;
import dev.souk.ops.message.PipelineView.ToConfirmed;
import dev.souk.ops.message.RedisView;
import dev.souk.ops.message.RedisView.KeyPlace;
import dev.souk.ops.message.RedisView.RingNode;
import dev.souk.ops.message.RedisView.RingState;
import dev.souk.ops.message.RedisView.SlotRange;
import dev.souk.ops.message.StageKind;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The routes under {@code /v1/ops}, with given answers of the features. */
class OpsRoutesTest {
    private static final String LEDGER = "/v1/ops/ledger";
    private static final String ONE_LETTER = "/v1/ops/dead-letters/souk.orders.dlq/3/17";
    private static final Instant NOW = Instant.parse("2026-11-27T05:00:00Z");
    private static final BigDecimal MUCH = new BigDecimal("123456789012345678901");

    private final EdgeServer edge = EdgeServer.shared();

    @Test
    void showsTheLedgerToOperators() {
        edge.features.answer(
                AuditEndpoints.LEDGER,
                asked -> new PromiseLedger(
                        NOW,
                        3,
                        NOW.minusSeconds(3_600),
                        new Stock(1, MUCH, MUCH, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, 0, BigDecimal.ZERO),
                        new Orders(2, Map.of("CONFIRMED", 2L), 0),
                        List.of(new Money("GBP", MUCH, MUCH, BigDecimal.ZERO, BigDecimal.ZERO, 0)),
                        List.of()));

        HttpResponse<Buffer> response = edge.get(LEDGER).as("olga", "operator").send();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.bodyAsString()).contains("\"received\":123456789012345678901", "\"wrong\":[]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                LEDGER,
                "/v1/ops/hot-keys",
                "/v1/ops/cluster",
                "/v1/ops/pipeline",
                "/v1/ops/consumers",
                "/v1/ops/redis",
                "/v1/ops/dead-letters",
                ONE_LETTER
            })
    void isForOperatorsAlone(String path) {
        assertThat(edge.get(path).send().statusCode()).isEqualTo(401);
        assertThat(edge.get(path).as("ann", "customer").send().statusCode()).isEqualTo(403);
    }

    private HttpResponse<Buffer> read(String path) {
        return edge.get(path).as("olga", "operator").send();
    }

    @Test
    void showsTheNodes() {
        Load load = new Load(0.25, 10, 20, 3, 4.5, 1);
        edge.features.answer(
                OpsEndpoints.CLUSTER,
                asked -> new ClusterView(
                        NOW, "a", List.of(new Member("a", "1", List.of("edge"), NOW, true, 5_000, load))));

        HttpResponse<Buffer> response = read("/v1/ops/cluster");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.bodyAsString()).contains("\"silent\":true", "\"cpu\":0.25");
    }

    @Test
    void showsThePipeline() {
        edge.features.answer(
                OpsEndpoints.PIPELINE,
                asked -> new PipelineView(
                        NOW,
                        1,
                        Map.of("CONFIRMED", 12.5),
                        new ToConfirmed(3, 40L, 90L),
                        List.of(
                                new Stage("order", StageKind.CONSUMER, 10, 2, 3.5, 7),
                                new Stage("orders", StageKind.BATCH, 0, 0, null, 0)),
                        List.of(new Breaker("a", "redis", BreakerPosition.HALF_OPEN))));

        HttpResponse<Buffer> response = read("/v1/ops/pipeline");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.bodyAsString()).contains("\"p99Millis\":90", "\"HALF_OPEN\"");
    }

    @Test
    void showsConsumersAndThatKafkaIsAway() {
        Partition read = new Partition("souk.orders", 3, 1, 3, 2, 10L, 12, 2, "a-order");
        Partition lost = new Partition("souk.orders", 4, null, 3, 0, null, 5, 5, null);
        edge.features.answer(
                OpsEndpoints.CONSUMERS,
                asked -> new ConsumersView(
                        NOW,
                        null,
                        List.of(new Broker(1, "localhost:9092")),
                        List.of(new Group("souk.order", "STABLE", List.of("a-order"), 7, List.of(read, lost))),
                        List.of(new Letters("souk.orders.dlq", 1))));
        assertThat(read("/v1/ops/consumers").bodyAsString())
                .contains("\"lag\":7")
                .doesNotContain("unreachable");

        edge.features.answer(
                OpsEndpoints.CONSUMERS,
                asked -> new ConsumersView(NOW, "Kafka does not answer", List.of(), List.of(), List.of()));
        HttpResponse<Buffer> away = read("/v1/ops/consumers");
        assertThat(away.statusCode()).isEqualTo(200);
        assertThat(away.bodyAsString()).contains("Kafka does not answer");
    }

    @Test
    void showsTheRingAndWhereAKeyLives() {
        edge.features.answer(
                OpsEndpoints.REDIS,
                asked -> new RedisView(
                        NOW,
                        null,
                        "localhost:6379",
                        16_384,
                        List.of(new RingNode("localhost:6379", null, RingState.OK, List.of(new SlotRange(0, 16_383)))),
                        asked.key() == null ? null : new KeyPlace(asked.key(), 7, "localhost:6379", List.of())));

        assertThat(read("/v1/ops/redis").bodyAsString()).doesNotContain("\"key\"");
        assertThat(read("/v1/ops/redis?key=product%3A%7Bx%7D").bodyAsString())
                .contains("\"key\":\"product:{x}\"", "\"slot\":7");
        assertThat(read("/v1/ops/redis?key=").statusCode()).isEqualTo(400);
    }

    @Test
    void listsReadsAndSettlesDeadLetters() {
        LetterView letter = new LetterView(
                "souk.orders.dlq/3/17", "order", "undecidable", 5, "X", "why", "souk.orders/3/1", NOW, NOW, "k", "{}");
        edge.features.answer(OpsEndpoints.LETTERS, asked -> new LetterPage(List.of(letter), "souk.orders.dlq/3/17"));
        edge.features.answer(
                OpsEndpoints.LETTER, asked -> new LetterFound(asked.id().endsWith("/17") ? letter : null));
        edge.features.answer(
                OpsEndpoints.SETTLE, asked -> new LettersSettled(asked.replay() ? asked.ids() : List.of(), List.of()));

        HttpResponse<Buffer> list = read("/v1/ops/dead-letters?topic=souk.orders&limit=5&cursor=souk.orders.dlq/0/1");
        assertThat(list.statusCode()).isEqualTo(200);
        assertThat(edge.features.lastAsked(ListLetters.class))
                .isEqualTo(new ListLetters("souk.orders", "souk.orders.dlq/0/1", 5));
        assertThat(read(ONE_LETTER).bodyAsString()).contains("\"consumer\":\"order\"");
        assertThat(read("/v1/ops/dead-letters/souk.orders.dlq/3/18").statusCode())
                .isEqualTo(404);
        HttpResponse<Buffer> settled = edge.post("/v1/ops/dead-letters/replay")
                .as("olga", "operator")
                .json("{\"ids\":[\"souk.orders.dlq/3/17\"]}");
        assertThat(settled.bodyAsJsonObject().getJsonArray("done")).containsExactly("souk.orders.dlq/3/17");
        edge.post("/v1/ops/dead-letters/discard").as("olga", "operator").json("{\"ids\":[\"souk.stock.dlq/0/0\"]}");
        assertThat(edge.features.lastAsked(SettleLetters.class))
                .isEqualTo(new SettleLetters(List.of("souk.stock.dlq/0/0"), false));
    }

    /** No other topic of the cluster is read or written this way. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/ops/dead-letters/souk.orders/3/17",
                "/v1/ops/dead-letters/secrets/0/0",
                "/v1/ops/dead-letters/souk.orders.dlq/-1/17",
                "/v1/ops/dead-letters?cursor=secrets/0/0",
                "/v1/ops/dead-letters?topic=secrets"
            })
    void namesNothingButDeadLettersOfTheShop(String path) {
        assertThat(read(path).statusCode()).isEqualTo(400);
    }

    @Test
    void settlesNothingButDeadLettersOfTheShop() {
        HttpResponse<Buffer> response =
                edge.post("/v1/ops/dead-letters/replay").as("olga", "operator").json("{\"ids\":[\"secrets/0/0\"]}");

        assertThat(response.statusCode()).isEqualTo(400);
    }
}

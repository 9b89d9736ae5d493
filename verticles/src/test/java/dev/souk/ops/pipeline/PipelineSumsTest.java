package dev.souk.ops.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.ops.message.BreakerPosition;
import dev.souk.ops.message.NodeReport;
import dev.souk.ops.message.NodeReport.BreakerState;
import dev.souk.ops.message.NodeReport.Load;
import dev.souk.ops.message.NodeReport.StageReport;
import dev.souk.ops.message.PipelineView;
import dev.souk.ops.message.PipelineView.Stage;
import dev.souk.ops.message.PipelineView.ToConfirmed;
import dev.souk.ops.message.StageKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PipelineSumsTest {
    private static NodeReport report(String node, List<Long> confirmed, StageReport... stages) {
        return new NodeReport(
                node,
                "1",
                List.of("order"),
                Instant.EPOCH,
                new Load(0, 0, 0, 0, 0, 0),
                Map.of("PENDING", 2.5, "CONFIRMED", 1.0),
                List.of(10.0, 20.0, 40.0),
                confirmed,
                List.of(stages),
                List.of(new BreakerState("redis", BreakerPosition.OPEN)));
    }

    private static PipelineView view(NodeReport... reports) {
        return PipelineSums.of(Instant.EPOCH, List.of(reports));
    }

    @Test
    void ratesOfAllNodesAddUp() {
        PipelineView view = view(report("a", List.of(0L, 0L, 0L)), report("b", List.of(0L, 0L, 0L)));

        assertThat(view.nodes()).isEqualTo(2);
        assertThat(view.perSecond()).containsExactlyInAnyOrderEntriesOf(Map.of("PENDING", 5.0, "CONFIRMED", 2.0));
        assertThat(view.breakers()).extracting("node").containsExactly("a", "b");
        assertThat(view.toConfirmed()).isEqualTo(new ToConfirmed(0, null, null));
    }

    /** 100 orders: 50 within 10 ms, 49 within 20 ms, one within 40 ms. */
    @Test
    void quantilesAreThoseOfTheOrdersOfAllNodes() {
        ToConfirmed times = view(report("a", List.of(50L, 9L, 0L)), report("b", List.of(0L, 40L, 1L)))
                .toConfirmed();

        assertThat(times).isEqualTo(new ToConfirmed(100, 10L, 20L));
        assertThat(view(report("a", List.of(0L, 0L, 3L))).toConfirmed()).isEqualTo(new ToConfirmed(3, 33L, 40L));
    }

    @Test
    void aStageIsTheSumOfItsNodes() {
        StageReport one = new StageReport("order", StageKind.CONSUMER, 30, 2, 0.1, 4);
        StageReport other = new StageReport("order", StageKind.CONSUMER, 10, 2, 0.3, 1);
        StageReport idle = new StageReport("orders", StageKind.BATCH, 0, 0, 0, 7);

        PipelineView view = view(report("a", List.of(), one, idle), report("b", List.of(), other));

        assertThat(view.stages())
                .containsExactly(
                        new Stage("orders", StageKind.BATCH, 0, 0, null, 7),
                        new Stage("order", StageKind.CONSUMER, 40, 10, 100.0, 5));
    }
}

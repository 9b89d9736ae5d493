package dev.souk.ops.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.ops.message.ClusterView.Member;
import dev.souk.ops.message.NodeReport;
import dev.souk.ops.message.NodeReport.Load;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodesTest {
    private final Nodes nodes = new Nodes("self");

    private static NodeReport report(String node) {
        return new NodeReport(
                node,
                "1",
                List.of("edge"),
                Instant.EPOCH,
                new Load(0, 0, 0, 0, 0, 0),
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static long at(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1_000)).toNanos();
    }

    private List<Member> seen(double seconds) {
        return nodes.view(Instant.EPOCH, at(seconds)).nodes();
    }

    @Test
    void aNodeThatReportsNowAndThenIsNotSilentWhileNobodyLooks() {
        nodes.heard(report("a"), at(0));

        assertThat(seen(20)).containsExactly(member("a", false, 20_000));
        assertThat(seen(26)).extracting(Member::silent).containsExactly(true);
    }

    private static Member member(String name, boolean silent, long millis) {
        NodeReport report = report(name);
        return new Member(name, report.version(), report.roles(), report.startedAt(), silent, millis, report.load());
    }

    @Test
    void whileSomebodyLooksSilenceIsSeenSoon() {
        for (int second = 0; second < 10; second++) {
            nodes.looked(at(second));
            nodes.heard(report("works"), at(second));
            if (second < 3) {
                nodes.heard(report("died"), at(second));
            }
        }

        assertThat(seen(9.5)).extracting(Member::node).containsExactly("died", "works");
        assertThat(seen(9.5)).extracting(Member::silent).containsExactly(true, false);
        assertThat(nodes.reports(at(9.5))).extracting(NodeReport::node).containsExactly("works");
    }

    @Test
    void whoBeginsToLookDoesNotTakeQuietNodesForDead() {
        nodes.heard(report("a"), at(0));
        nodes.looked(at(9));

        assertThat(seen(9)).extracting(Member::silent).containsExactly(false);
    }

    @Test
    void aNodeThatWentIsForgottenAtLast() {
        nodes.heard(report("a"), at(0));

        assertThat(seen(599)).hasSize(1);
        assertThat(seen(601)).isEmpty();
    }

    @Test
    void nodesAreBounded() {
        for (int i = 0; i <= Nodes.MOST; i++) {
            nodes.heard(report("node-" + i), at(i));
        }

        assertThat(seen(Nodes.MOST))
                .hasSize(Nodes.MOST)
                .extracting(Member::node)
                .doesNotContain("node-0");
    }
}

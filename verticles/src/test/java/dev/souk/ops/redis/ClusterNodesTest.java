package dev.souk.ops.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.ops.message.RedisView;
import dev.souk.ops.message.RedisView.RingNode;
import dev.souk.ops.message.RedisView.RingState;
import dev.souk.ops.message.RedisView.SlotRange;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The text of {@code CLUSTER NODES} as servers write it. */
class ClusterNodesTest {
    private static final String TOLD = """
            aaa 127.0.0.1:6380@16380,host-b master - 0 1700000000000 2 connected 5461-10922 12000
            bbb :6379@16379 myself,master - 0 1700000000000 1 connected 0-5460 [93-<-ccc]
            ccc 127.0.0.1:6381@16381 master,fail - 1 1700000000000 3 disconnected 10923-11999
            ddd 127.0.0.1:6384@16384 slave aaa 0 1700000000000 2 connected
            eee 127.0.0.1:6383@16383 slave,fail? bbb 0 1700000000000 1 connected
            fff 127.0.0.1:6385@16385 slave bbb 0 1700000000000 1 disconnected
            ggg 127.0.0.1:6386@16386 slave zzz 0 1700000000000 1 connected
            vars currentEpoch 6

            """;

    private final List<RingNode> nodes = ClusterNodes.read(TOLD, "127.0.0.1:6379");

    private static RingNode master(String address, RingState state, SlotRange... slots) {
        return new RingNode(address, null, state, List.of(slots));
    }

    private static RingNode replica(String address, String master, RingState state) {
        return new RingNode(address, master, state, List.of());
    }

    @Test
    void mastersComeByTheirSlotsEachBeforeItsReplicas() {
        assertThat(nodes)
                .containsExactly(
                        master("127.0.0.1:6379", RingState.OK, new SlotRange(0, 5460)),
                        replica("127.0.0.1:6383", "127.0.0.1:6379", RingState.SUSPECTED),
                        replica("127.0.0.1:6385", "127.0.0.1:6379", RingState.DISCONNECTED),
                        master("127.0.0.1:6380", RingState.OK, new SlotRange(5461, 10922), new SlotRange(12000, 12000)),
                        replica("127.0.0.1:6384", "127.0.0.1:6380", RingState.OK),
                        master("127.0.0.1:6381", RingState.FAILED, new SlotRange(10923, 11999)),
                        replica("127.0.0.1:6386", "(unknown)", RingState.OK));
    }

    @Test
    void aKeyLivesWhereItsSlotIs() {
        RedisView ring = new RedisView(Instant.EPOCH, null, "127.0.0.1:6379", 16_384, nodes, null);

        RedisView.KeyPlace place =
                Objects.requireNonNull(Ring.withKey(ring, "test1").key());

        assertThat(place.slot()).isEqualTo(4_768);
        assertThat(place.master()).isEqualTo("127.0.0.1:6379");
        assertThat(place.replicas()).containsExactly("127.0.0.1:6383", "127.0.0.1:6385");
        assertThat(Ring.withKey(ring, "x{test1}y").key()).extracting("slot").isEqualTo(4_768);
    }

    @Test
    void aSlotIsKnownWhileNobodyAnswers() {
        RedisView away = new RedisView(Instant.EPOCH, "gone", null, 0, List.of(), null);

        assertThat(Ring.withKey(away, "test1").key())
                .isEqualTo(new RedisView.KeyPlace("test1", 4_768, null, List.of()));
    }
}

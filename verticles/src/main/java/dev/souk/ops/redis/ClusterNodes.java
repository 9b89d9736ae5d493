package dev.souk.ops.redis;

import dev.souk.ops.message.RedisView.RingNode;
import dev.souk.ops.message.RedisView.RingState;
import dev.souk.ops.message.RedisView.SlotRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answer of {@code CLUSTER NODES}, a line for each node: {@code id host:port@bus flags master ping pong
 * epoch link slots...} (Redis Cluster specification). A line of any other form is passed over. Pure.
 */
final class ClusterNodes {
    private static final int FIRST_SLOT = 8;

    private ClusterNodes() {}

    private record Line(String id, RingNode node, @Nullable String masterId) {}

    /** @param toldBy {@code host:port} of the node that answered, which may not know its own address */
    static List<RingNode> read(String text, String toldBy) {
        List<Line> lines = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String[] words = line.split(" ");
            if (words.length >= FIRST_SLOT) {
                lines.add(line(words, toldBy));
            }
        }
        return ordered(lines);
    }

    private static Line line(String[] words, String toldBy) {
        Set<String> flags = Set.of(words[2].split(","));
        String address = words[1].split("@", 2)[0];
        boolean nameless = address.isEmpty() || address.startsWith(":");
        String masterId = words[3].equals("-") ? null : words[3];
        RingNode node = new RingNode(nameless ? toldBy : address, null, state(flags, words[7]), slots(words));
        return new Line(words[0], node, masterId);
    }

    private static RingState state(Set<String> flags, String link) {
        if (flags.contains("fail")) {
            return RingState.FAILED;
        }
        if (flags.contains("fail?")) {
            return RingState.SUSPECTED;
        }
        return link.equals("connected") || flags.contains("myself") ? RingState.OK : RingState.DISCONNECTED;
    }

    private static List<SlotRange> slots(String[] words) {
        List<SlotRange> ranges = new ArrayList<>();
        for (int i = FIRST_SLOT; i < words.length; i++) {
            // A slot on the move, in brackets, still belongs to the node that it moves from.
            if (words[i].matches("\\d{1,5}(-\\d{1,5})?")) {
                String[] ends = words[i].split("-");
                ranges.add(new SlotRange(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1])));
            }
        }
        return ranges;
    }

    /** Masters by their first slot, those without slots last, each before its replicas. */
    private static List<RingNode> ordered(List<Line> lines) {
        Map<String, String> addresses = new HashMap<>();
        lines.forEach(line -> addresses.put(line.id(), line.node().address()));
        List<RingNode> ordered = new ArrayList<>();
        lines.stream()
                .filter(line -> line.masterId() == null)
                .sorted(Comparator.comparingInt(ClusterNodes::firstSlot)
                        .thenComparing(line -> line.node().address()))
                .forEach(master -> {
                    ordered.add(master.node());
                    lines.stream()
                            .filter(line -> master.id().equals(line.masterId()))
                            .map(line -> replica(line.node(), master.node().address()))
                            .sorted(Comparator.comparing(RingNode::address))
                            .forEach(ordered::add);
                });
        lines.stream()
                .filter(line -> line.masterId() != null && !addresses.containsKey(line.masterId()))
                .map(line -> replica(line.node(), "(unknown)"))
                .forEach(ordered::add);
        return ordered;
    }

    private static int firstSlot(Line line) {
        return line.node().slots().stream().mapToInt(SlotRange::from).min().orElse(Integer.MAX_VALUE);
    }

    private static RingNode replica(RingNode node, String master) {
        return new RingNode(node.address(), master, node.state(), node.slots());
    }
}

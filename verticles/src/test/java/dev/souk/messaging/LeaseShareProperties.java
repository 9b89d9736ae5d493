package dev.souk.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.messaging.lease.LeaseRepository.LeaseState;
import dev.souk.messaging.lease.LeaseShare;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Nodes that renew in any order come to an even share, and every lease to an owner. */
final class LeaseShareProperties {
    @Property
    void anyOrderOfRenewalsEndsEven(
            @ForAll @IntRange(min = 1, max = 40) int leases,
            @ForAll @IntRange(min = 1, max = 6) int members,
            @ForAll @Size(40) List<@IntRange(min = 0, max = 7) Integer> owners,
            @ForAll @Size(30) List<@IntRange(min = 0, max = 5) Integer> order) {
        // Owners from 6 on are nodes that went away.
        List<LeaseState> states = new ArrayList<>(IntStream.range(0, leases)
                .mapToObj(i -> state(i, owners.get(i), owners.get(i) >= members))
                .toList());
        order.forEach(node -> renew(states, node % members, members));
        for (int round = 0; round < 2; round++) {
            IntStream.range(0, members).forEach(node -> renew(states, node, members));
        }

        int fair = Math.ceilDiv(leases, members);
        assertThat(states).noneMatch(LeaseState::expired);
        for (int node = 0; node < members; node++) {
            String owner = "node-" + node;
            assertThat(states.stream().filter(state -> state.owner().equals(owner)))
                    .hasSizeLessThanOrEqualTo(fair);
        }
    }

    private static LeaseState state(int lease, int owner, boolean expired) {
        return new LeaseState("lease-" + lease, "node-" + owner, expired);
    }

    private static void renew(List<LeaseState> states, int node, int members) {
        LeaseShare share = LeaseShare.of("node-" + node, members, states);
        assertThat(Collections.disjoint(share.wanted(), share.surplus())).isTrue();
        states.replaceAll(state -> {
            boolean own = state.owner().equals("node-" + node);
            if (share.wanted().contains(state.name())) {
                assertThat(own || state.expired())
                        .as("nothing is taken from a living owner")
                        .isTrue();
                return new LeaseState(state.name(), "node-" + node, false);
            }
            return share.surplus().contains(state.name()) ? new LeaseState(state.name(), "", true) : state;
        });
    }
}

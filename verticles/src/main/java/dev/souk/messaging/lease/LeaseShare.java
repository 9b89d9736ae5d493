package dev.souk.messaging.lease;

import dev.souk.messaging.lease.LeaseRepository.LeaseState;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which leases of a set a node keeps, takes and gives back.
 *
 * @param wanted its own ones first, then free ones, up to an even share
 * @param surplus its own ones above that
 */
public record LeaseShare(List<String> wanted, List<String> surplus) {
    public static LeaseShare of(String owner, int members, List<LeaseState> states) {
        int fair = Math.ceilDiv(states.size(), Math.max(1, members));
        List<String> own = states.stream()
                .filter(state -> state.owner().equals(owner))
                .map(LeaseState::name)
                .toList();
        List<String> free = states.stream()
                .filter(state -> !state.owner().equals(owner) && state.expired())
                .map(LeaseState::name)
                .toList();
        if (own.size() >= fair) {
            return new LeaseShare(own.subList(0, fair), own.subList(fair, own.size()));
        }
        int room = Math.min(free.size(), fair - own.size());
        return new LeaseShare(
                Stream.concat(own.stream(), free.subList(0, room).stream()).toList(), List.of());
    }
}

package dev.souk.prove.merchant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.prove.merchant.ConductPlan.Turn;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ConductPlanProperties {
    @Property
    void anEndpointFailsInEachWayOnceAndComesBackInTime(
            @ForAll long seed, @ForAll @IntRange(min = 5, max = 3_600) int seconds) {
        Duration time = Duration.ofSeconds(seconds);

        List<Turn> turns = ConductPlan.of(seed, time);

        assertThat(turns)
                .extracting(Turn::conduct)
                .containsExactlyInAnyOrder(Conduct.FAILS, Conduct.HANGS, Conduct.REFUSES)
                .endsWith(Conduct.REFUSES);
        Duration before = Duration.ZERO;
        for (Turn turn : turns) {
            assertThat(turn.from()).isGreaterThan(before);
            assertThat(turn.until()).isGreaterThan(turn.from());
            before = turn.until();
        }
        assertThat(before).isLessThan(time);
        assertThat(before.minus(turns.getFirst().from())).isLessThanOrEqualTo(ConductPlan.LONGEST);
        Duration first = turns.getFirst().from();
        assertThat(ConductPlan.latest(time)).isGreaterThan(first);
        assertThat(ConductPlan.latest(time).plus(before).minus(first)).isLessThan(time);
        assertThat(ConductPlan.of(seed, time)).isEqualTo(turns);
    }
}

package dev.souk.prove.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.prove.run.RunOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class ScheduleProperties {
    private static final List<String> ALL =
            Arrays.stream(FaultKind.values()).map(FaultKind::label).toList();

    private static RunOptions options(int seconds, List<String> faults) {
        return new RunOptions(3, 500, 50, 20_000, Duration.ofSeconds(seconds), faults);
    }

    @Provide
    Arbitrary<List<String>> someKinds() {
        return Arbitraries.of(ALL).list().uniqueElements().ofMinSize(1);
    }

    @Property
    void theSameSeedIsTheSamePlan(
            @ForAll long seed,
            @ForAll @IntRange(min = 5, max = 300) int seconds,
            @ForAll("someKinds") List<String> kinds) {
        assertThat(Schedule.plan(options(seconds, kinds), seed))
                .isEqualTo(Schedule.plan(options(seconds, kinds), seed))
                .isNotEmpty();
    }

    @Property
    void faultsAreOfTheKindsThatWereAskedForInOrderAndWhileBuyersBuy(
            @ForAll long seed,
            @ForAll @IntRange(min = 15, max = 300) int seconds,
            @ForAll("someKinds") List<String> kinds) {
        List<PlannedFault> plan = Schedule.plan(options(seconds, kinds), seed);

        assertThat(plan).extracting(fault -> fault.kind().label()).isSubsetOf(kinds);
        assertThat(plan).isSortedAccordingTo(Comparator.comparing(PlannedFault::at));
        assertThat(plan).allSatisfy(fault -> {
            assertThat(fault.at()).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(seconds - 4));
            assertThat(fault.lasting())
                    .isBetween(fault.kind().shortest(), fault.kind().longest());
        });
    }

    @Property
    void twoMinutesAreEnoughForOneOfEach(@ForAll long seed) {
        assertThat(Schedule.plan(options(120, ALL), seed))
                .extracting(PlannedFault::kind)
                .containsExactlyInAnyOrder(FaultKind.values());
    }

    @Property
    void everyKindComesOnceBeforeAnyComesAgain(@ForAll long seed, @ForAll("someKinds") List<String> kinds) {
        List<FaultKind> dealt = Schedule.plan(options(300, kinds), seed).stream()
                .map(PlannedFault::kind)
                .toList();
        for (int from = 0; from < dealt.size(); from += kinds.size()) {
            assertThat(dealt.subList(from, Math.min(dealt.size(), from + kinds.size())))
                    .doesNotHaveDuplicates();
        }
    }

    @Example
    void differentSeedsAreDifferentPlans() {
        assertThat(Schedule.plan(options(120, ALL), 1)).isNotEqualTo(Schedule.plan(options(120, ALL), 2));
        assertThat(Schedule.plan(options(120, List.of()), 1)).isEmpty();
    }
}

package dev.souk.prove.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.prove.run.RunOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class ScheduleProperties {
    private static final int NODES = 3;
    private static final List<String> ALL =
            Arrays.stream(FaultKind.values()).map(FaultKind::label).toList();

    private static RunOptions options(int seconds, List<String> faults) {
        return new RunOptions(NODES, 500, 50, 20_000, Duration.ofSeconds(seconds), faults);
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

    @Property(tries = 5_000)
    void twoMinutesAreEnoughForOneOfEachAndForItsRepair(@ForAll long seed) {
        List<PlannedFault> plan = Schedule.plan(options(120, ALL), seed);

        assertThat(plan).extracting(PlannedFault::kind).containsExactlyInAnyOrder(FaultKind.values());
        assertThat(plan)
                .allSatisfy(fault -> assertThat(fault.at().plus(Schedule.brokenFor(fault, NODES)))
                        .isLessThanOrEqualTo(Duration.ofSeconds(120)));
    }

    @Property
    void nothingIsHitWhileItIsBrokenStill(
            @ForAll long seed,
            @ForAll @IntRange(min = 5, max = 300) int seconds,
            @ForAll("someKinds") List<String> kinds) {
        Map<Subject, Duration> brokenUntil = new EnumMap<>(Subject.class);

        for (PlannedFault fault : Schedule.plan(options(seconds, kinds), seed)) {
            Duration until = fault.at().plus(Schedule.brokenFor(fault, NODES));
            Duration last = brokenUntil.put(fault.kind().subject(), until);
            assertThat(last == null ? Duration.ZERO : last).isLessThanOrEqualTo(fault.at());
        }
    }

    @Property
    void nodesAreKilledAndFrozenBeforeTheyAreRestartedInTurn(@ForAll long seed) {
        assertThat(Schedule.plan(options(120, ALL), seed).stream()
                        .map(PlannedFault::kind)
                        .filter(kind -> kind.subject() == Subject.NODES))
                .last()
                .isEqualTo(FaultKind.ROLLING_RESTART);
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

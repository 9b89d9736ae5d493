package dev.souk.prove.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.prove.report.analysis.Service;
import dev.souk.prove.report.analysis.Service.Gap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ServiceTest {
    private static Service at(long... millis) {
        Service service = new Service();
        LongStream.of(millis).forEach(service::served);
        return service;
    }

    @Test
    void theLongestGapIsBetweenTwoThatWereServed() {
        assertThat(at(1_000, 1_100, 1_400, 1_450).longestGap(1_000, 1_440, 5_000))
                .isEqualTo(new Gap(300, false));
    }

    @Test
    void theOrderInWhichTheyAreSaidDoesNotMatter() {
        assertThat(at(1_450, 1_100, 1_400, 1_000).longestGap(1_000, 1_440, 5_000))
                .isEqualTo(new Gap(300, false));
    }

    @Test
    void whatLiesBeforeTheFaultDoesNotCount() {
        assertThat(at(100, 1_200).longestGap(1_000, 1_100, 5_000)).isEqualTo(new Gap(200, false));
    }

    @Test
    void aGapMayEndAfterTheHealing() {
        assertThat(at(1_000, 1_050, 4_000, 4_900).longestGap(1_000, 2_000, 5_000))
                .isEqualTo(new Gap(2_950, false));
    }

    @Test
    void aGapThatBeginsAfterTheHealingIsAnotherMatter() {
        assertThat(at(1_000, 1_900, 2_100, 4_900).longestGap(1_000, 2_000, 5_000))
                .isEqualTo(new Gap(900, false));
    }

    @Test
    void aGapThatIsNotOverIsCutByTheEndOfTheBuying() {
        assertThat(at(1_000, 6_000).longestGap(1_000, 2_000, 5_000)).isEqualTo(new Gap(4_000, true));
        assertThat(at().longestGap(1_000, 2_000, 5_000)).isEqualTo(new Gap(4_000, true));
    }

    @Test
    void aFaultAfterTheEndOfTheBuyingHasNoGap() {
        assertThat(at(1_000).longestGap(6_000, 7_000, 5_000)).isEqualTo(new Gap(0, false));
    }

    @Test
    void theGapOfAWholeRunBeginsWithTheFirstThatWasServed() {
        assertThat(at(3_000, 3_500, 4_900).longestGap(5_000)).isEqualTo(new Gap(1_400, false));
    }
}

package dev.souk.prove.report;

import static dev.souk.prove.history.Operation.CANCEL_ORDER;
import static dev.souk.prove.history.Operation.GET_ORDER;
import static dev.souk.prove.history.Operation.GET_PRODUCT;
import static dev.souk.prove.history.Operation.GET_STOCK;
import static dev.souk.prove.history.Operation.LIST_PRODUCTS;
import static dev.souk.prove.history.Operation.PLACE_ORDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.souk.prove.history.OrderSeen;
import dev.souk.prove.report.analysis.Analyst;
import dev.souk.prove.report.analysis.Lane;
import dev.souk.prove.report.analysis.Outage;
import dev.souk.prove.report.analysis.ReadTotal;
import dev.souk.prove.report.analysis.RunAnalysis;
import dev.souk.prove.report.analysis.Second;
import dev.souk.prove.report.notice.NoticeTotal;
import dev.souk.prove.report.page.RunSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalystTest {
    @TempDir
    Path folder;

    private final MadeUp made = new MadeUp();

    /** The first request says when the run began: half a second after a whole second. */
    @BeforeEach
    void first() {
        made.request(500, 10, LIST_PRODUCTS, 200);
    }

    private RunAnalysis analyse(int seconds) throws IOException {
        return Analyst.analyse(made.run(folder, seconds));
    }

    private static OrderSeen seen(String id, String status) {
        return new OrderSeen(id, status, "GBP", 100, List.of(), null, 0, 0, 0);
    }

    @Test
    void secondsAreThoseOfTheWallClockThatTheFirstLineFellInto() throws IOException {
        made.request(1_990, 20, PLACE_ORDER, 201);
        made.request(2_000, 999, PLACE_ORDER, 201);

        RunAnalysis analysis = analyse(5);

        assertThat(analysis.zero()).isEqualTo(MadeUp.ZERO);
        assertThat(analysis.endMillis()).isEqualTo(5_000);
        assertThat(analysis.seconds()).extracting(Second::accepted).containsExactly(0L, 0L, 2L);
        assertThat(analysis.seconds()).extracting(Second::catalog).containsExactly(1L, 0L, 0L);
    }

    @Test
    void whatWasToldIsCountedApartFromWhatWasAsked() throws IOException {
        made.told(1_000);

        RunAnalysis analysis = analyse(5);

        assertThat(analysis.notices()).isEqualTo(new NoticeTotal(1, 3, 2, 1, 1, 2, 2, 1));
        assertThat(analysis.answers()).containsOnlyKeys("LIST_PRODUCTS");
        assertThat(analysis.repeated()).isZero();
    }

    @Test
    void anOrderIsAcceptedOnceHoweverOftenItIsAnswered() throws IOException {
        long first = made.asked(1_000, "alice", PLACE_ORDER, "alice.1");
        made.lost(1_400, first);
        long second = made.asked(1_500, "alice", PLACE_ORDER, 2, "alice.1");
        made.answered(1_600, second, 201, null, true, seen("a", "PENDING"));
        long again = made.asked(1_700, "alice", PLACE_ORDER, 2, "alice.1");
        made.answered(1_800, again, 201, null, true, seen("a", "PENDING"));
        long other = made.asked(1_900, "alice", PLACE_ORDER, "alice.2");
        made.answered(1_950, other, 409, "sold_out", false, null);

        RunAnalysis analysis = analyse(5);

        assertThat(analysis.accepted()).isEqualTo(1);
        assertThat(analysis.repeated()).isEqualTo(2);
        assertThat(analysis.replays()).isEqualTo(2);
        assertThat(analysis.lanes()).extractingByKey(Lane.ORDERS).satisfies(orders -> {
            assertThat(orders.asked()).isEqualTo(4);
            assertThat(orders.served()).isEqualTo(3);
        });
        assertThat(analysis.answers())
                .containsEntry("PLACE_ORDER", Map.of("no answer", 1L, "201", 2L, "409 sold_out", 1L));
    }

    @Test
    void whatIsNotServedIsCountedByItsKindAndWhatIsUnderWayAsLost() throws IOException {
        made.request(1_000, 5, GET_PRODUCT, 503);
        made.request(1_000, 5, PLACE_ORDER, 429);
        made.request(1_000, 5, CANCEL_ORDER, 500);
        made.lost(1_100, made.asked(1_000, "alice", GET_ORDER, null));
        made.asked(1_200, "bob", GET_ORDER, null);

        RunAnalysis analysis = analyse(5);

        Second second = analysis.seconds().get(1);
        assertThat(List.of(second.unavailable(), second.throttled(), second.faults(), second.lost()))
                .containsExactly(1L, 1L, 1L, 1L);
        assertThat(second.unserved()).isEqualTo(4);
        assertThat(analysis.answers()).containsEntry("GET_ORDER", Map.of("no answer", 2L));
        assertThat(analysis.lanes()).extractingByKey(Lane.LOOKUPS).satisfies(lookups -> {
            assertThat(lookups.asked()).isEqualTo(2);
            assertThat(lookups.served()).isZero();
            assertThat(lookups.p50()).isNull();
        });
        assertThat(RunSection.requests(analysis)).isEqualTo(6);
        assertThat(RunSection.unserved(analysis)).isEqualTo(5);
    }

    @Test
    void percentilesAreTheNearestRankOfWhatWasServedInTheSecond() throws IOException {
        for (int i = 1; i <= 200; i++) {
            made.request(3_000 - i, i, PLACE_ORDER, 201);
        }
        made.request(3_000, 900, PLACE_ORDER, 503);

        Second second = analyse(5).seconds().get(3);

        assertThat(second.orderP50()).isEqualTo(100);
        assertThat(second.orderP99()).isEqualTo(198);
        assertThat(second.readP50()).isNull();
    }

    @Test
    void aFaultHasTheRequestsThatWereSentWhileItLasted() throws IOException {
        made.fault("node-kill", "souk-2", 2_000, 3_000L, "");
        made.request(1_999, 100, PLACE_ORDER, 201);
        made.request(2_000, 1_700, PLACE_ORDER, 201);
        made.lost(2_900, made.asked(2_500, "alice", PLACE_ORDER, "alice.1"));
        made.request(2_600, 10, GET_PRODUCT, 200);
        made.request(3_001, 10, PLACE_ORDER, 201);

        Outage outage = analyse(5).outages().getFirst();

        assertThat(outage.lanes()).containsEntry(Lane.ORDERS, new Outage.Share(2, 1, 0, 1, 912, false));
        assertThat(outage.lanes()).containsEntry(Lane.CATALOG, new Outage.Share(1, 1, 0, 0, 2_390, true));
        assertThat(outage.beganMillis()).isEqualTo(2_000);
        assertThat(outage.healedMillis()).isEqualTo(3_000);
    }

    @Test
    void aReadIsItsFirstRequestAndTheRepetitionsAtOtherNodes() throws IOException {
        made.fault("node-kill", "souk-2", 2_000, 3_000L, "");
        made.request(1_000, 20, GET_STOCK, 200);
        long dead = made.asked(2_100, "alice", GET_PRODUCT, null);
        made.lost(2_101, dead);
        long busy = made.asked(2_101, "alice", GET_PRODUCT, 2, null);
        made.answered(2_110, busy, 503);
        long other = made.asked(2_110, "alice", GET_PRODUCT, 3, null);
        made.answered(2_150, other, 200);
        long silent = made.asked(2_500, "bob", LIST_PRODUCTS, null);
        made.lost(3_500, silent);
        long next = made.asked(3_600, "bob", LIST_PRODUCTS, null);
        made.answered(3_610, next, 200);
        made.asked(4_000, "carol", GET_PRODUCT, null);

        RunAnalysis analysis = analyse(5);

        // The counts include the request that comes first.
        assertThat(analysis.reads()).isEqualTo(new ReadTotal(6, 3, 1, 10.0, 50.0, 50.0));
        Outage outage = analysis.outages().getFirst();
        assertThat(outage.reads()).isEqualTo(new ReadTotal(2, 0, 1, 50.0, 50.0, 50.0));
        assertThat(outage.lanes()).extractingByKey(Lane.CATALOG).satisfies(requests -> {
            assertThat(requests.asked()).isEqualTo(4);
            assertThat(requests.served()).isEqualTo(1);
            assertThat(requests.unavailable()).isEqualTo(1);
            assertThat(requests.lost()).isEqualTo(2);
        });
    }

    @Test
    void confirmedOrdersAreThoseOfTheShopWhereItKeepsTimelines() throws IOException {
        long seen = made.asked(1_000, "alice", GET_ORDER, null);
        made.answered(1_100, seen, 200, null, false, seen("a", "CONFIRMED"));
        long again = made.asked(1_200, "alice", GET_ORDER, null);
        made.answered(1_300, again, 200, null, false, seen("a", "CONFIRMED"));
        RunAnalysis bySight = analyse(5);
        made.confirmations.put(MadeUp.at(0), 7L);
        made.confirmations.put(MadeUp.at(90_000), 1L);

        RunAnalysis byTheShop = analyse(5);

        assertThat(bySight.confirmedByTheShop()).isFalse();
        assertThat(bySight.seconds()).extracting(Second::confirmed).containsExactly(0L, 1L);
        assertThat(byTheShop.confirmedByTheShop()).isTrue();
        assertThat(byTheShop.seconds()).extracting(Second::confirmed).containsExactly(7L, 0L);
    }

    @Test
    void theFileIsNamedByItsDigest() throws Exception {
        RunAnalysis analysis = analyse(5);

        assertThat(analysis.lines()).isEqualTo(2);
        assertThat(analysis.cut()).isFalse();
        assertThat(analysis.bytes()).isEqualTo(Files.size(folder.resolve("history-souk42.jsonl")));
        assertThat(analysis.sha256()).matches("[0-9a-f]{64}");
    }

    @Test
    void anEndWithoutABeginningIsNoHistory() {
        made.answered(1_000, 77, 200);

        assertThatThrownBy(() -> analyse(5))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("an end of request 77 and no beginning");
    }
}

package dev.souk.launcher.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.launcher.shop.Shop;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The control room as an operator has it before them. */
@Tag("stack")
@Timeout(120)
class ControlRoomTest {
    private static OpenShop open;
    private static Browser browser;

    @BeforeAll
    static void open() {
        open = new OpenShop("control_room");
        browser = open.browser.sized(1440, 900, false);
    }

    @AfterAll
    static void close() {
        open.close();
    }

    @BeforeEach
    void forget() {
        browser.forget();
        open.front.forget();
    }

    @AfterEach
    void theConsoleIsQuiet() {
        assertThat(browser.console()).isEmpty();
    }

    private static void enterAs(String person) {
        browser.open("ops");
        browser.click("main [data-person=" + person + "]");
    }

    private static String order(String key, String card) {
        return Shop.require(
                        201,
                        open.shop
                                .order("amina", key, card, "[" + Shop.line("lamp-01", 2) + "]")
                                .join())
                .body()
                .get("id")
                .asText();
    }

    @Test
    void theLedgerAddsUpWhileOrdersComeIn() {
        String id = order("ledger-1", "tok_ok");
        open.captured("amina", id);
        enterAs("olga");

        browser.read(".verdict", "The promise holds");
        browser.until("three promises", () -> browser.count(".promises [data-state=holds]") == 3);
        browser.read(".promises", "30,000");
        browser.read("tbody", id.substring(0, 8));
        String second = order("ledger-2", "tok_declined");
        browser.read("tbody", second.substring(0, 8));
        browser.read("tbody", "Payment failed");
        browser.read(".verdict", "The promise holds");
    }

    @Test
    void whatDoesNotHoldIsSaid() {
        enterAs("olga");
        browser.read(".verdict", "The promise holds");
        open.damage("INSERT INTO reservation (order_id, sku, quantity, state)"
                + " VALUES ('00000000-0000-0000-0000-00000000000d', 'lamp-02', 3, 'HELD')");
        try {
            browser.read(".verdict", "Something does not add up");
            browser.read("[role=alert]", "the shelves hold");
            browser.see(".promises [data-state=wrong]");
        } finally {
            open.damage("DELETE FROM reservation WHERE order_id = '00000000-0000-0000-0000-00000000000d'");
        }
        browser.read(".verdict", "The promise holds");
    }

    @Test
    void oneOrderIsFoundByItsId() {
        String id = order("find-1", "tok_ok");
        enterAs("olga");
        browser.type("#order-id", id);
        browser.click(".find .button");

        browser.read("h1", id.substring(0, 8));
        browser.until("five steps", () -> browser.count(".step[data-state=done]") == 5);
    }

    @Test
    void everythingIsToldOverTheBridge() {
        enterAs("olga");

        browser.until("messages", () -> open.front.frames() >= 3);
        browser.read("[aria-labelledby=nodes]", "Works");
        browser.read("[aria-labelledby=nodes]", open.settings.node().name());
        browser.read("[aria-label=Stages]", "stock");
        browser.read(".breakers", "Payment provider: closed");
        browser.read(".groups", "souk.order");
        browser.read("[aria-label='Nodes of Redis']", "0–5460");
        browser.read("[aria-labelledby=letters]", "Kafka holds");
    }

    @Test
    void withoutTheBridgeThePageAsks() {
        open.front.mute();
        enterAs("olga");

        browser.read("[aria-labelledby=nodes]", "Works");
        browser.read(".groups", "souk.stock");
        browser.read(".verdict", "The promise holds");
        assertThat(open.front.frames()).isZero();
    }

    @Test
    void theWayOfAnOrderIsCounted() {
        enterAs("olga");
        int[] placed = {0};

        browser.until("an order among the rates", () -> {
            open.captured("amina", order("rate-" + placed[0]++, "tok_ok"));
            return (Boolean)
                    browser.script("return [...document.querySelectorAll('[aria-labelledby=pipeline] .numbers div')]"
                            + ".some(fact => fact.textContent.startsWith('To confirmed, median')"
                            + " && !fact.textContent.endsWith('–'))");
        });
    }

    @Test
    void partitionsOfAGroupAreShownWithTheirLeader() {
        enterAs("olga");
        browser.click(".group summary");

        browser.read("[aria-label^='Partitions of souk.']", "1 of 1");
        browser.until("stays open", () -> browser.count(".group[open] tbody tr") >= 3);
    }

    @Test
    void aKeyIsFoundOnTheRing() {
        enterAs("olga");
        browser.type("#redis-key", "test1");
        browser.click("#find-key");

        browser.read(".place", "test1 is in slot 4,768");
        browser.read(".place", "its master is 127.0.0.1:");
    }

    @Test
    void aDeadLetterIsShownSentBackAndPutAside() {
        String first = open.bury("browser-1", "{\"not\":\"an event\"}");
        enterAs("olga");

        browser.click("[aria-label='Show " + first + "']");
        browser.read(".letters pre", "an event");
        browser.click("[aria-label='Replay " + first + "']");
        // A message that no consumer can read comes back as a new letter.
        browser.until(
                "another letter in place of the first",
                () -> browser.count("[aria-label='Show " + first + "']") == 0
                        && browser.count(".letters li .letter") >= 1);
        browser.click(".letters [aria-label^='Discard souk.']");
        browser.click(".letters .danger");
        browser.read(".letters", "There are none");
    }

    @Test
    void isForOperatorsAlone() {
        enterAs("amina");

        browser.read("main", "Amina is no operator");
        assertThat(open.shop
                        .send("GET", "/v1/ops/ledger", open.shop.token("amina", "customer"), Map.of(), null)
                        .join()
                        .status())
                .isEqualTo(403);
    }

    @ParameterizedTest(name = "{0} px, dark: {1}")
    @CsvSource({"390, false", "390, true", "1440, false", "1440, true"})
    void isForEverybody(int width, boolean dark) {
        browser.sized(width, 900, dark);
        open.captured("amina", order("axe-" + width + dark, "tok_ok"));
        browser.open("ops");
        browser.see("main [data-person=olga]");
        assertThat(browser.violations()).isEmpty();
        browser.click("main [data-person=olga]");
        browser.see("tbody tr");
        browser.read(".verdict", "The promise holds");

        assertThat(browser.violations()).isEmpty();
        assertThat((Long) browser.script("return document.documentElement.scrollWidth - innerWidth"))
                .isLessThanOrEqualTo(0);
    }
}

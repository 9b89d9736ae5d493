package dev.souk.launcher.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.launcher.shop.Audits;
import dev.souk.launcher.shop.Shop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The shop window as a customer has it before them. */
@Tag("stack")
@Timeout(120)
class ShopWindowTest {
    private static final String AMINA = "amina";
    private static final String BRUNO = "bruno";

    private static OpenShop open;
    private static Browser browser;

    /** Statuses of refusals that a test brings about; the browser's console tells of each. */
    private final List<String> refusals = new ArrayList<>();

    @BeforeAll
    static void open() {
        open = new OpenShop("shop_window");
        browser = open.browser.sized(1440, 900, false);
    }

    @AfterAll
    static void close() {
        open.close();
        Audits.assertClean(open.settings);
    }

    @BeforeEach
    void forget() {
        open.front.forget();
        browser.forget();
        Stream.of(AMINA, BRUNO).forEach(open::emptyCart);
    }

    @AfterEach
    void theConsoleIsQuiet() {
        assertThat(browser.console().stream()
                        .filter(line -> refusals.stream().noneMatch(line::contains))
                        .toList())
                .isEmpty();
    }

    private static void signIn(String person) {
        browser.click("#person");
        browser.click("dialog [data-person=" + person + "]");
        browser.seeNo("dialog[open]");
    }

    private static void fillCart(String sku) {
        browser.open("#/p/" + sku);
        browser.click(".buy .button");
        browser.read("#cart-count", "1");
    }

    /** Signed in, with one unit in the cart, before the button that orders it. */
    private static void stand(String person, String sku) {
        browser.open("#/");
        signIn(person);
        fillCart(sku);
        browser.go("#/checkout");
        browser.see("#place");
    }

    private static String orderShown() {
        browser.until("an order", () -> browser.address().matches(".*#/orders/[0-9a-f-]{36}.*"));
        return browser.address().replaceAll(".*#/orders/([0-9a-f-]{36}).*", "$1");
    }

    @Test
    void aGuestFillsACartSignsInAndBuysWhatIsInIt() {
        browser.open("#/");
        browser.type("#query", "lamp-07");
        browser.click("#query");
        browser.script("document.getElementById('search').requestSubmit()");
        browser.read("h1", "lamp-07");
        browser.until("one product", () -> browser.count(".card") == 1);
        browser.click(".card-link");
        browser.read(".level", "1,000 units on the shelf");
        browser.type("#quantity", "3");
        browser.click(".buy .button");
        browser.read("#cart-count", "3");
        browser.click("#to-cart");
        browser.read(".sum .price", "£30.21");
        browser.click(".sum .button");
        browser.click("[data-person=amina]");
        browser.click("#place");

        String id = orderShown();
        browser.until("five steps", () -> browser.count(".step[data-state=done]") == 5);
        browser.read(".step:last-child", "Captured");
        JsonNode order = open.captured(AMINA, id);
        assertThat(order.at("/total/amount").asLong()).isEqualTo(3_021);
        String trace = order.at("/timeline/0/traceId").asText();
        browser.read(".step .trace", "trace " + trace.substring(0, 8));
        browser.seeNo("#cart-count");
    }

    @Test
    void aCustomerBuysAndFindsTheOrderAmongTheirs() {
        stand(BRUNO, "lamp-08");
        browser.click("#place");
        String id = orderShown();
        browser.read(".order-state .pill", "Confirmed");
        browser.click("#to-orders");

        browser.see("a[href='#/orders/" + id + "']");
        assertThat(open.orders(BRUNO).getFirst().get("id").asText()).isEqualTo(id);
        signIn(AMINA);
        browser.seeNo("a[href='#/orders/" + id + "']");
    }

    @Test
    void pagesAndCategoriesLeadThroughTheShelves() {
        browser.open("#/");
        browser.until("a first page", () -> browser.count(".card") == 24);
        browser.click("a[rel=next]");
        browser.until("a last page", () -> browser.count(".card") == 6);
        browser.read(".pager", "That is all.");
        browser.click("a[rel=prev]");
        browser.until("the first page again", () -> browser.count(".card") == 24);
        browser.click(".chips a:last-child");
        browser.read("h1", "Test");
        browser.see(".chip[aria-current=page]");
    }

    @Test
    void twoTabsOfOneCartMakeOneOrder() {
        stand(AMINA, "lamp-09");
        int before = open.orders(AMINA).size();
        String first = browser.tab();
        String second = browser.newTab();
        browser.open("#/checkout");
        browser.see("#place");

        browser.switchTo(first);
        browser.click("input[value=tok_slow]");
        browser.click("#place");
        String id = orderShown();
        browser.switchTo(second);
        refusals.addAll(List.of("409", "422"));
        browser.click("#place");

        // Once the order is confirmed, the lines that it bought have left the cart.
        browser.until(
                "a word of the other tab",
                () -> browser.script("return document.querySelector('.notice')?.textContent ?? ''")
                        .toString()
                        .contains("in another tab"));
        if (browser.address().contains("/orders/")) {
            assertThat(orderShown()).isEqualTo(id);
        }
        assertThat(open.orders(AMINA)).hasSize(before + 1);
        open.captured(AMINA, id);
    }

    @Test
    void aChangeInOneTabIsSeenInTheOtherAndNeitherIsLost() {
        browser.open("#/");
        fillCart("lamp-10");
        browser.go("#/cart");
        browser.see("#more-0");
        String first = browser.tab();
        String second = browser.newTab();
        browser.open("#/p/lamp-11");
        browser.click(".buy .button");
        browser.read("#cart-count", "2");

        browser.switchTo(first);
        browser.until("two lines", () -> browser.count(".line") == 2);
        browser.click("#more-0");
        browser.read("#cart-count", "3");
        browser.switchTo(second);
        browser.read("#cart-count", "3");
    }

    @Test
    void aReloadBetweenClickAndAnswerMakesNoSecondOrder() {
        stand(AMINA, "lamp-12");
        int before = open.orders(AMINA).size();
        open.front.hold();
        browser.click("#place");
        browser.until("the node has it", () -> open.front.placements() == 1);

        browser.reload();
        browser.until("it is asked for again", () -> open.front.placements() == 2);
        open.front.release();

        String id = orderShown();
        browser.read(".order-state .pill", "Confirmed");
        assertThat(open.orders(AMINA)).hasSize(before + 1);
        open.captured(AMINA, id);
    }

    @Test
    void anAnswerThatIsLostIsAskedForAgainAndMakesNoSecondOrder() {
        stand(AMINA, "lamp-13");
        int before = open.orders(AMINA).size();
        open.front.lose(3);
        refusals.addAll(List.of("net::ERR_", "502"));
        browser.click("#place");

        browser.read("#refusal", "with the same key: there will be one order");
        String id = orderShown();
        assertThat(open.front.placements()).isEqualTo(4);
        assertThat(open.orders(AMINA)).hasSize(before + 1);
        open.captured(AMINA, id);
    }

    @Test
    void aDoubleClickMakesOneRequest() {
        stand(AMINA, "lamp-14");
        int before = open.orders(AMINA).size();
        browser.script("const b = document.getElementById('place'); b.click(); b.click(); b.form.requestSubmit();");

        String id = orderShown();
        assertThat(open.front.placements()).isEqualTo(1);
        assertThat(open.orders(AMINA)).hasSize(before + 1);
        open.captured(AMINA, id);
    }

    @Test
    void aStrangersOrderIsNotShown() {
        String id = Shop.require(
                        201,
                        open.shop
                                .order(BRUNO, "stranger", "tok_ok", "[" + Shop.line("lamp-15", 1) + "]")
                                .join())
                .body()
                .get("id")
                .asText();
        browser.open("#/");
        signIn(AMINA);
        refusals.add("404");
        browser.go("#/orders/" + id);

        browser.read("main", "There is no such order, or it is somebody else’s.");
        open.captured(BRUNO, id);
    }

    @Test
    void whatSellsOutWhileOneLooksIsSaidAtOnceAndRefusedInWords() {
        open.shop.stock("the-last", 500, 1);
        browser.open("#/");
        signIn(AMINA);
        browser.open("#/p/the-last");
        browser.read(".level", "Only 1 left");
        browser.click(".buy .button");
        browser.read("#cart-count", "1");
        String id = Shop.require(
                        201,
                        open.shop
                                .order(BRUNO, "faster", "tok_ok", "[" + Shop.line("the-last", 1) + "]")
                                .join())
                .body()
                .get("id")
                .asText();

        browser.read(".level", "Sold out");
        browser.see(".buy .button:disabled");
        refusals.add("409");
        browser.go("#/checkout");
        browser.click("#place");
        // Whether the intake knows it already, or stock finds out: in words, and without an order that goes on.
        browser.until(
                "a refusal",
                () -> browser.count("#refusal .notice") == 1 || browser.count(".notice[data-status=REJECTED]") == 1);
        assertThat((String) browser.script("return document.querySelector('.notice').textContent"))
                .containsIgnoringCase("sold out");
        open.captured(BRUNO, id);
    }

    @Test
    void aTotalThatChangedIsAskedAboutBeforeItIsPaid() {
        stand(AMINA, "lamp-16");
        browser.read("#place", "£10.16");
        open.price("lamp-16", 1_250);
        refusals.add("409");
        browser.until("a refusal", () -> {
            if (browser.count("#refusal .notice") == 1) {
                return true;
            }
            // The price may be some seconds old: then the order is one at the old total, and that is no refusal.
            return refusedAfterAPriceIsKnown();
        });
        browser.read("#refusal", "The total has changed to £12.50");
        browser.read("#place", "£12.50");
        browser.click("#place");

        String id = orderShown();
        assertThat(open.captured(AMINA, id).at("/total/amount").asLong()).isEqualTo(1_250);
    }

    /** Clicks once the node prices with the new price: its own reads show it. */
    private static boolean refusedAfterAPriceIsKnown() {
        JsonNode product = open.shop
                .send("GET", "/v1/products/lamp-16", null, Map.of(), null)
                .join()
                .body();
        if (product.at("/price/amount").asLong() == 1_250 && browser.count("#place:enabled") == 1) {
            browser.click("#place");
        }
        return false;
    }

    @Test
    void aDeclinedCardIsToldInWords() {
        stand(AMINA, "lamp-17");
        browser.click("input[value=tok_insufficient_funds]");
        browser.click("#place");
        orderShown();

        browser.read(".notice", "there was not enough money on the account");
        browser.read(".order-state .pill", "Payment failed");
        browser.see(".step[data-state=end]");
        browser.read(".live", "Complete");
        // The lines that were not bought stay in the cart.
        browser.read("#cart-count", "1");
    }
}

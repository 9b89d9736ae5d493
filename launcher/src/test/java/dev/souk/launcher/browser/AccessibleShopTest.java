package dev.souk.launcher.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Accessibility of the pages: axe-core finds no violation, on a telephone and on a desk, in light and in dark. */
@Tag("stack")
@Timeout(120)
class AccessibleShopTest {
    private static OpenShop open;
    private static Browser browser;

    @BeforeAll
    static void open() {
        open = new OpenShop("accessible_shop");
        browser = open.browser;
    }

    @AfterAll
    static void close() {
        open.close();
    }

    private static void check(String view) {
        assertThat(browser.violations()).as(view).isEmpty();
        assertThat((Long) browser.script("return document.documentElement.scrollWidth - innerWidth"))
                .as(view + " is not wider than its window")
                .isLessThanOrEqualTo(0);
    }

    @ParameterizedTest(name = "{0} px, dark: {1}")
    @CsvSource({"390, false", "390, true", "1440, false", "1440, true"})
    void everyViewIsForEverybody(int width, boolean dark) {
        browser.forget();
        browser.sized(width, 900, dark);
        open.emptyCart("chen");
        browser.open("#/");
        browser.see(".chip:nth-child(2)");
        check("the shelves");
        browser.open("#/?q=nothing-is-called-so");
        browser.see(".empty");
        check("an empty result");
        browser.open("#/p/lamp-01");
        browser.see(".level[data-state=some]");
        check("a product");
        browser.click(".buy .button");
        browser.see(".toast");
        check("a toast");
        browser.go("#/cart");
        browser.see(".line");
        check("the cart");
        browser.go("#/checkout");
        browser.see(".people");
        check("who buys");
        browser.click("[data-person=chen]");
        browser.see("#place");
        check("the checkout");
        browser.click("input[value=tok_declined]");
        browser.click("#place");
        browser.see(".step[data-state=end]");
        browser.click("summary");
        check("an order that failed");
        browser.go("#/checkout");
        browser.see("#place");
        browser.click("#place");
        // The same version of the cart makes no second order: it shows the first.
        browser.see(".notice");
        check("an order again");
        browser.go("#/orders");
        browser.see(".order");
        check("the orders");
        browser.click("#person");
        browser.see("dialog[open]");
        check("the persons");
        browser.go("#/p/nothing");
        browser.see(".empty");
        check("what is not there");
    }
}

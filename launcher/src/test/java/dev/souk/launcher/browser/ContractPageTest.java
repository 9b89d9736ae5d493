package dev.souk.launcher.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The contract as its readers have it before them. */
@Tag("stack")
@Timeout(300)
class ContractPageTest {
    private static OpenShop open;
    private static Browser browser;

    @BeforeAll
    static void open() {
        open = new OpenShop("contract_page");
        browser = open.browser.sized(1440, 900, false);
    }

    @AfterAll
    static void close() {
        open.close();
    }

    /** A console that says something tells of a policy that was broken, or of a file that is not there. */
    @Test
    void showsEveryOperationAndBreaksNoPolicy() {
        browser.forget();
        browser.open("docs");
        browser.read(".info .title", "Souk");
        browser.see("#operations-orders-placeOrder");

        String contract = open.shop.raw("/openapi.yaml");
        long operations = contract.lines()
                .filter(line -> line.startsWith("      operationId: "))
                .count();
        assertThat(browser.count(".opblock")).isEqualTo((int) operations);

        browser.click("#operations-products-getProduct .opblock-summary-control");
        browser.read("#operations-products-getProduct .responses-table", "404");
        browser.click("#operations-products-getProduct .try-out__btn");
        browser.type("#operations-products-getProduct input[placeholder=sku]", "lamp-01");
        browser.click("#operations-products-getProduct .execute");
        browser.read("#operations-products-getProduct .live-responses-table", "The lamp-01");

        assertThat(browser.console()).isEmpty();
    }
}

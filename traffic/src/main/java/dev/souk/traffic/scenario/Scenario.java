package dev.souk.traffic.scenario;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The kinds of load: one script each. */
public enum Scenario {
    BROWSE("browse", false),
    HOT_PRODUCT("hot-product", false),
    ORDER_UNIFORM("order-uniform", true),
    ORDER_HOT_SKU("order-hot-sku", true),
    MIXED("mixed", true),
    FLASH_SALE("flash-sale", true);

    private final String script;
    private final boolean orders;

    Scenario(String script, boolean orders) {
        this.script = script;
        this.orders = orders;
    }

    public String script() {
        return script;
    }

    public boolean orders() {
        return orders;
    }

    /** @throws IllegalArgumentException naming those that there are */
    public static Scenario of(String name) {
        return Arrays.stream(values())
                .filter(it -> it.script.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no scenario " + name + ": there are "
                        + Arrays.stream(values()).map(Scenario::script).collect(Collectors.joining(", "))
                        + " and targets"));
    }
}

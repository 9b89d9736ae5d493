package dev.souk.traffic.target;

import dev.souk.traffic.shop.ShopProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** D1: the start of a shop that is built and has run before. */
public final class StartBench implements Bench {
    @Override
    public List<String> ids() {
        return List.of("D1");
    }

    @Override
    public List<Target> measure(Setup setup, Set<String> wanted) throws InterruptedException {
        List<Double> seconds = new ArrayList<>();
        setup.shop().close();
        for (int round = 0; round < setup.rounds(); round++) {
            try (ShopProcess shop = setup.shop()) {
                seconds.add(shop.started().toMillis() / 1e3);
            }
        }
        return List.of(
                new Target("D1", "souk dev until ready, built and warm", Bench.median(seconds), 1, 12, false, "s", ""));
    }
}

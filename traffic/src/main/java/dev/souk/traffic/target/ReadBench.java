package dev.souk.traffic.target;

import dev.souk.traffic.load.BareServer;
import dev.souk.traffic.load.Load;
import dev.souk.traffic.load.Stage;
import dev.souk.traffic.shop.Metrics;
import dev.souk.traffic.shop.ShopClient;
import dev.souk.traffic.shop.ShopProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** R1 and R2: products read from one node, against a bare server that answers the same bytes. */
public final class ReadBench implements Bench {
    private static final int PRODUCTS = 100_000;
    private static final int SECONDS = 8;
    private static final int WARM_UP = 30;
    private static final int LONG = 60;
    private static final int BARE_PORT = 17_888;

    @Override
    public List<String> ids() {
        return List.of("R1", "R2");
    }

    @Override
    public List<Target> measure(Setup setup, Set<String> wanted) throws InterruptedException {
        List<Double> bare = new ArrayList<>();
        List<Double> hot = new ArrayList<>();
        List<Double> browse = new ArrayList<>();
        List<Double> source = new ArrayList<>();
        try (ShopProcess shop = setup.shop();
                Stage stage = Stage.set(setup.root(), shop, setup.folder(), PRODUCTS, 0, true);
                BareServer server =
                        BareServer.start(setup.root(), BARE_PORT + setup.offset(), product(stage), setup.folder())) {
            Load one = stage.load().script("hot-product").seconds(setup.seconds(SECONDS));
            Load reference = one.url(server.url());
            stage.run(one.seconds(4));
            stage.run(reference.seconds(4));
            for (int round = 0; round < setup.rounds(); round++) {
                bare.add(stage.run(reference).perSecond("200"));
                hot.add(stage.run(one).perSecond("200"));
                if (wanted.contains("R2")) {
                    browse(setup, stage, browse, source);
                }
            }
        }
        List<Target> targets = new ArrayList<>();
        if (wanted.contains("R1")) {
            targets.add(new Target(
                    "R1",
                    "one product, against a bare server",
                    Bench.median(hot),
                    Bench.median(bare),
                    0.90,
                    true,
                    "1/s",
                    ""));
        }
        if (wanted.contains("R2")) {
            targets.add(new Target(
                    "R2",
                    "100,000 products by Zipf, against R1",
                    Bench.median(browse),
                    Bench.median(hot),
                    0.7,
                    true,
                    "1/s",
                    ""));
            targets.add(new Target(
                    "R2d", "reads of it that the database sees", Bench.median(source), 1, 2, false, "%", ""));
        }
        return targets;
    }

    private static String product(Stage stage) throws InterruptedException {
        return stage.client()
                .send("GET", "/v1/products/" + ShopClient.sku(1), "", List.of(), "")
                .require(200)
                .text();
    }

    private static void browse(Setup setup, Stage stage, List<Double> browse, List<Double> source)
            throws InterruptedException {
        Load load = stage.load().script("browse");
        stage.run(load.seconds(setup.seconds(WARM_UP)));
        String management = stage.shop().managementUrl(1);
        Metrics before = Metrics.read(management);
        Load.Result result = stage.run(load.seconds(setup.seconds(LONG)));
        browse.add(result.perSecond("200"));
        Map<String, Double> levels = Metrics.read(management).since(before, "souk_cache_answers_total", "level");
        source.add(100 * levels.getOrDefault("source", 0.0) / result.requests());
    }
}

package dev.souk.prove.naive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.souk.embedded.EmbeddedStack;
import dev.souk.embedded.FreePort;
import dev.souk.embedded.SharedStack;
import dev.souk.embedded.process.ServerProcess;
import dev.souk.prove.buyer.Crowd;
import dev.souk.prove.buyer.CrowdOptions;
import dev.souk.prove.buyer.CrowdReport;
import dev.souk.prove.buyer.Habits;
import dev.souk.prove.buyer.TokenMix;
import dev.souk.prove.check.CheckReport;
import dev.souk.prove.check.Checker;
import dev.souk.prove.check.CheckerOptions;
import dev.souk.prove.check.Quiet;
import dev.souk.prove.check.Verdict;
import dev.souk.prove.history.HistoryWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The control: buyers, lost answers and a killed instance hit the naive shop, and the checker must see its faults. */
class NaiveControlTest {
    private static final int SKUS = 4;
    private static final int STOCK = 150;

    @TempDir
    Path folder;

    private final EmbeddedStack stack = SharedStack.get();

    private static final long ENOUGH = 100;

    @Test
    void theCheckerFindsWhatTheNaiveShopDoesWrong() throws Exception {
        stack.postgres().createDatabase("naive");
        String jdbcUrl = stack.postgres().jdbcUrl("naive");
        String brokers = stack.kafka().bootstrapServers();
        int port = FreePort.next();
        ServerProcess process =
                new ServerProcess(stack.folder(), NaiveShopCommand.of("naive-2", port, jdbcUrl, brokers));
        try (NaiveShop first = NaiveShop.start(0, jdbcUrl, brokers)) {
            fill(first.baseUrl());
            process.start();
            process.awaitReady();
            CrowdReport crowd = buy(first.baseUrl(), URI.create("http://127.0.0.1:" + port), process);
            assertThat(crowd.placed()).isGreaterThan(ENOUGH);
            assertThat(crowd.lost()).isPositive();
            assertThat(crowd.repeated()).isPositive();
            Quiet.await(new NaiveFacts(jdbcUrl, brokers), Duration.ofSeconds(20));
        } finally {
            process.stop(Duration.ofSeconds(5));
        }

        CheckReport report = new Checker(
                        CheckerOptions.usual(scratch()).withDeadline(Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .check(folder.resolve("history.jsonl"), new NaiveFacts(jdbcUrl, brokers));

        assertThat(report.ok()).isFalse();
        assertThat(verdict(report, "no-unit-sold-twice").excess()).isPositive();
        assertThat(verdict(report, "no-buyer-charged-twice").excess()).isPositive();
        assertThat(verdict(report, "one-order-per-key").excess()).isPositive();
        assertThat(verdict(report, "stock-counters-add-up").ok()).isFalse();
        assertThat(verdict(report, "carts-keep-what-was-not-bought").excess()).isPositive();
        assertThat(verdict(report, "timelines-follow-the-table").skipped()).isNotNull();
        // The naive shop still passes two checks: it forgets nothing that it committed.
        assertThat(verdict(report, "acknowledged-orders-exist").ok()).isTrue();
        assertThat(verdict(report, "answers-match-the-store").ok()).isTrue();
        assertThat(verdict(report, "answers-match-the-store").checked()).isPositive();
    }

    /** The second instance is killed and started again half way. */
    private CrowdReport buy(URI first, URI second, ServerProcess process) throws Exception {
        try (HistoryWriter history = HistoryWriter.create(folder.resolve("history.jsonl"));
                DroppingProxy lossy = new DroppingProxy(first, 8, 11);
                ExecutorService threads = Executors.newSingleThreadExecutor()) {
            // On a slow machine the buyers stay until they have done enough to be judged.
            AtomicReference<Crowd> itself = new AtomicReference<>();
            BooleanSupplier longer =
                    () -> Objects.requireNonNull(itself.get()).soFar().placed() <= ENOUGH;
            Crowd crowd = new Crowd(options(), () -> List.of(lossy.url(), second), history, longer);
            itself.set(crowd);
            Future<CrowdReport> report = threads.submit(crowd::run);
            await().atMost(Duration.ofSeconds(40)).until(() -> crowd.soFar().placed() > 60);
            process.kill();
            process.restart();
            return report.get(90, TimeUnit.SECONDS);
        }
    }

    private static CrowdOptions options() {
        Habits habits = new Habits(
                TokenMix.of(Map.of("tok_ok", 18, "tok_declined", 1, "tok_timeout", 1)),
                10,
                40,
                60,
                5,
                0,
                0,
                20,
                5,
                5,
                60,
                5);
        return CrowdOptions.usual("control", 42)
                .withSize(40, 400)
                .withTimes(Duration.ofSeconds(8), Duration.ofSeconds(8))
                .withStay(Duration.ofSeconds(40))
                .withPace(Duration.ofSeconds(3), Duration.ofMillis(200))
                .withHabits(habits);
    }

    private static Verdict verdict(CheckReport report, String name) {
        return report.verdicts().stream()
                .filter(verdict -> verdict.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private String scratch() {
        stack.postgres().createDatabase("souk_prove");
        return stack.postgres().jdbcUrl("souk_prove");
    }

    private static void fill(URI shop) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (int i = 1; i <= SKUS; i++) {
                send(
                        http,
                        "PUT",
                        shop.resolve("/v1/products/sku-" + i),
                        "{\"name\": \"Thing %d\", \"price\": {\"amount\": %d, \"currency\": \"GBP\"}}"
                                .formatted(i, 100 * i));
                send(http, "POST", shop.resolve("/v1/stock/sku-" + i + "/receipts"), "{\"quantity\": " + STOCK + "}");
            }
        }
    }

    private static void send(HttpClient http, String method, URI to, String body)
            throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(to)
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        assertThat(response.statusCode()).as("%s", to).isBetween(200, 201);
    }
}

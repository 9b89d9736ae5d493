package dev.souk.prove.merchant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.souk.prove.history.HistoryWriter;
import dev.souk.prove.merchant.ConductPlan.Turn;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A merchant who wants to be told of every event of every order: sets up its endpoint at the shop before the first
 * buyer comes, over the shop's API, and then lets it fail for a while by the seed.
 */
public final class Merchant implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Merchant.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final Duration END_WITHIN = Duration.ofSeconds(10);
    private static final int SUCCESS = 2;
    /** Webhooks that show that the shop sends some. */
    private static final long ENOUGH = 20;

    private static final long LOOK_MILLIS = 100;

    private static final String TOKEN = "{\"sub\": \"prove\", \"roles\": [\"operator\"]}";

    private final Endpoint endpoint;
    private final Consumer<String> says;
    private @Nullable Thread turns;

    private Merchant(Endpoint endpoint, Consumer<String> says) {
        this.endpoint = endpoint;
        this.says = says;
    }

    /**
     * @param shop base URL of a node
     * @param port on loopback
     * @param says hears how the endpoint behaves, a line at a time, from any thread
     * @throws IllegalStateException when the shop does not take the endpoint
     */
    public static Merchant open(URI shop, int port, HistoryWriter history, Consumer<String> says)
            throws InterruptedException {
        try {
            Merchant merchant = new Merchant(new Endpoint(port, history), says);
            try {
                merchant.endpoint.trust(register(shop, merchant.endpoint.url()));
                return merchant;
            } catch (IOException | RuntimeException | InterruptedException e) {
                merchant.close();
                throw e;
            }
        } catch (IOException e) {
            throw new IllegalStateException("The merchant's endpoint cannot be set up: " + e, e);
        }
    }

    /** @return the secret */
    private static String register(URI shop, URI endpoint) throws IOException, InterruptedException {
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            String operator = send(http, shop.resolve("/dev/tokens"), "", TOKEN)
                    .path("token")
                    .asText();
            String body = JSON.createObjectNode()
                    .put("url", endpoint.toString())
                    .put("description", "Of souk prove")
                    .set("events", JSON.createArrayNode().add("order.*"))
                    .toString();
            return send(http, shop.resolve("/v1/webhooks"), operator, body)
                    .path("secret")
                    .asText();
        }
    }

    private static JsonNode send(HttpClient http, URI to, String bearer, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(to)
                .timeout(ANSWER)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        if (!bearer.isEmpty()) {
            request.header("Authorization", "Bearer " + bearer);
        }
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        if (response.statusCode() / 100 != SUCCESS) {
            // Not its body: it may hold a secret.
            throw new IOException("POST " + to.getPath() + " is answered " + response.statusCode());
        }
        return JSON.readTree(response.body());
    }

    /** In words, when the endpoint will fail and how; see {@link #misbehave}. */
    public static String plan(long seed, Duration time) {
        List<String> words = ConductPlan.of(seed, time).stream()
                .map(turn -> turn.conduct().words() + " from " + turn.from().toSeconds() + " s to "
                        + turn.until().toSeconds() + " s")
                .toList();
        return "once webhooks come: " + String.join("; ", words);
    }

    /**
     * Lets the endpoint fail as planned, and come back; returns at once. Times count from now. If the shop has hardly
     * sent any webhooks when the first turn is due, the whole plan is put off for a while: the failure of an endpoint
     * that gets no requests shows nothing.
     *
     * @param time that buyers buy
     */
    public void misbehave(long seed, Duration time) {
        long begin = System.nanoTime();
        turns = Thread.ofVirtual().name("merchant").start(() -> {
            try {
                List<Turn> plan = ConductPlan.of(seed, time);
                long late = awaitWebhooks(
                        begin + plan.getFirst().from().toNanos(),
                        begin + ConductPlan.latest(time).toNanos());
                for (Turn turn : plan) {
                    become(turn.conduct(), begin + late + turn.from().toNanos());
                    become(Conduct.TAKES, begin + late + turn.until().toNanos());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                log.error("the merchant's endpoint does not come back", e);
                says.accept("The merchant's endpoint does not come back: " + e);
            }
        });
    }

    /** @return the delay of the plan, in nanoseconds */
    private long awaitWebhooks(long planned, long latest) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(planned - System.nanoTime());
        while (endpoint.taken() < ENOUGH && System.nanoTime() - latest < 0) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return Math.max(0, System.nanoTime() - planned);
    }

    private void become(Conduct conduct, long at) throws InterruptedException, IOException {
        TimeUnit.NANOSECONDS.sleep(at - System.nanoTime());
        says.accept("merchant: the endpoint of webhooks " + conduct.words());
        endpoint.become(conduct);
    }

    @Override
    public void close() {
        Thread running = turns;
        boolean interrupted = Thread.interrupted();
        if (running != null) {
            running.interrupt();
            try {
                running.join(END_WITHIN);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        endpoint.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

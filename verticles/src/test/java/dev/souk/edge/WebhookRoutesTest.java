package dev.souk.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.notification.webhook.message.DeliveryStatus;
import dev.souk.notification.webhook.message.DeliveryView;
import dev.souk.notification.webhook.message.DisabledReason;
import dev.souk.notification.webhook.message.WebhookCursor;
import dev.souk.notification.webhook.message.WebhookEndpoints;
import dev.souk.notification.webhook.message.WebhookEndpoints.CreateOutcome;
import dev.souk.notification.webhook.message.WebhookEndpoints.CreateWebhook;
import dev.souk.notification.webhook.message.WebhookEndpoints.Created;
import dev.souk.notification.webhook.message.WebhookEndpoints.DeleteWebhook;
import dev.souk.notification.webhook.message.WebhookEndpoints.Deleted;
import dev.souk.notification.webhook.message.WebhookEndpoints.DeliveryPage;
import dev.souk.notification.webhook.message.WebhookEndpoints.ListDeliveries;
import dev.souk.notification.webhook.message.WebhookEndpoints.ListWebhooks;
import dev.souk.notification.webhook.message.WebhookEndpoints.NoSuchDelivery;
import dev.souk.notification.webhook.message.WebhookEndpoints.NoSuchWebhook;
import dev.souk.notification.webhook.message.WebhookEndpoints.Redeliver;
import dev.souk.notification.webhook.message.WebhookEndpoints.ReplaceWebhook;
import dev.souk.notification.webhook.message.WebhookEndpoints.SendTest;
import dev.souk.notification.webhook.message.WebhookEndpoints.Sending;
import dev.souk.notification.webhook.message.WebhookEndpoints.TooManyWebhooks;
import dev.souk.notification.webhook.message.WebhookEndpoints.UnknownEvents;
import dev.souk.notification.webhook.message.WebhookEndpoints.UrlRefused;
import dev.souk.notification.webhook.message.WebhookEndpoints.WebhookContent;
import dev.souk.notification.webhook.message.WebhookEndpoints.WebhookDisabled;
import dev.souk.notification.webhook.message.WebhookEndpoints.WebhookFound;
import dev.souk.notification.webhook.message.WebhookEndpoints.WebhookPage;
import dev.souk.notification.webhook.message.WebhookView;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookRoutesTest {
    private static final String PATH = "/v1/webhooks/0b8f8d4e-6b4f-4f0a-9d0e-1f2a3b4c5d6e";
    private static final UUID ID = UUID.fromString("0b8f8d4e-6b4f-4f0a-9d0e-1f2a3b4c5d6e");
    private static final UUID DELIVERY = UUID.fromString("7c9e6679-7425-40de-944b-e07fc1f90ae7");
    private static final String REDELIVER = PATH + "/deliveries/7c9e6679-7425-40de-944b-e07fc1f90ae7/redeliver";
    private static final String URL = "https://erp.example/souk";
    private static final String BODY =
            "{\"url\": \"" + URL + "\", \"events\": [\"order.*\"], \"description\": \"ERP\"}";
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final WebhookView WEBHOOK =
            new WebhookView(ID, URL, List.of("order.*"), "ERP", null, null, Samples.NOON, Samples.NOON);
    private static final DeliveryView PENDING = new DeliveryView(
            DELIVERY,
            Samples.ORDER,
            "order.confirmed",
            Samples.ORDER,
            DeliveryStatus.PENDING,
            1,
            "refused",
            503,
            Samples.NOON,
            Samples.NOON);

    private final EdgeServer edge = EdgeServer.shared();

    private EdgeServer.Request asked(EdgeServer.Request request) {
        return request.as("olga", "operator");
    }

    private static String code(HttpResponse<Buffer> response) {
        return response.bodyAsJsonObject().getString("code");
    }

    @Test
    void setsUpAWebhookAndShowsItsSecretThisOnce() {
        edge.features.answer(WebhookEndpoints.CREATE, command -> new Created(WEBHOOK, SECRET));
        edge.features.answer(WebhookEndpoints.GET, question -> new WebhookFound(WEBHOOK));

        HttpResponse<Buffer> made = asked(edge.post("/v1/webhooks")).json(BODY);
        HttpResponse<Buffer> later = asked(edge.get(PATH)).send();

        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.getHeader("Location")).isEqualTo(PATH);
        JsonObject expected = JsonObject.of(
                "id",
                ID.toString(),
                "url",
                URL,
                "events",
                JsonArray.of("order.*"),
                "description",
                "ERP",
                "status",
                "ACTIVE",
                "createdAt",
                Samples.NOON.toString(),
                "updatedAt",
                Samples.NOON.toString());
        assertThat(later.statusCode()).isEqualTo(200);
        assertThat(later.bodyAsJsonObject()).isEqualTo(expected);
        assertThat(made.bodyAsJsonObject()).isEqualTo(expected.copy().put("secret", SECRET));
        assertThat(edge.features.lastAsked(CreateWebhook.class).content())
                .isEqualTo(new WebhookContent(URL, List.of("order.*"), "ERP"));
    }

    private JsonObject refusal(CreateOutcome outcome, int status) {
        edge.features.answer(WebhookEndpoints.CREATE, command -> outcome);
        HttpResponse<Buffer> response = asked(edge.post("/v1/webhooks")).json(BODY);
        assertThat(response.statusCode()).isEqualTo(status);
        return response.bodyAsJsonObject();
    }

    @Test
    void saysWhyAWebhookIsNotSetUp() {
        JsonObject many = refusal(new TooManyWebhooks(64), 409);
        assertThat(many.getString("code")).isEqualTo("too_many_webhooks");
        assertThat(many.getString("detail")).contains("64");
        JsonObject url = refusal(new UrlRefused("must be an https URL"), 422);
        assertThat(url.getString("code")).isEqualTo("url_not_allowed");
        assertThat(url.getJsonArray("errors"))
                .isEqualTo(JsonArray.of(JsonObject.of("field", "url", "message", "must be an https URL")));
        JsonObject events = refusal(new UnknownEvents(List.of(0)), 400);
        assertThat(events.getString("code")).isEqualTo("invalid_request");
        assertThat(events.getJsonArray("errors").getJsonObject(0).getString("field"))
                .isEqualTo("events[0]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"events\": [\"order.*\"]}",
                "{\"url\": \"https://a.example\"}",
                "{\"url\": \"https://a.example\", \"events\": []}",
                "{\"url\": \"https://a.example\", \"events\": [\"order.eaten\"]}",
                "{\"url\": \"https://a.example/\\n\", \"events\": [\"order.*\"]}",
                "{\"url\": \"https://a.example\", \"events\": [\"order.*\"], \"secret\": \"whsec_x\"}"
            })
    void whatIsNoWebhookIsNotAskedFor(String body) {
        int before = edge.features.asked(CreateWebhook.class).size();

        assertThat(asked(edge.post("/v1/webhooks")).json(body).statusCode()).isEqualTo(400);

        assertThat(edge.features.asked(CreateWebhook.class)).hasSize(before);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/webhooks",
        "GET, /v1/webhooks",
        "GET, " + PATH,
        "PUT, " + PATH,
        "DELETE, " + PATH,
        "POST, " + PATH + "/test",
        "POST, " + PATH + "/rotate-secret",
        "GET, " + PATH + "/deliveries",
        "POST, " + REDELIVER
    })
    void webhooksAreForOperators(String method, String path) {
        HttpMethod asked = HttpMethod.valueOf(method);
        for (String role : List.of("customer", "merchant")) {
            assertThat(edge.request(asked, path).as("x", role).send().statusCode())
                    .as(role)
                    .isEqualTo(403);
        }
        assertThat(edge.request(asked, path).send().statusCode()).isEqualTo(401);
    }

    @Test
    void replacesAndDeletes() {
        edge.features.answer(WebhookEndpoints.REPLACE, command -> new WebhookFound(WEBHOOK));
        edge.features.answer(WebhookEndpoints.DELETE, command -> new Deleted());

        assertThat(asked(edge.put(PATH)).json(BODY).statusCode()).isEqualTo(200);
        assertThat(edge.features.lastAsked(ReplaceWebhook.class).id()).isEqualTo(ID);
        HttpResponse<Buffer> deleted = asked(edge.delete(PATH)).send();
        assertThat(deleted.statusCode()).isEqualTo(204);
        assertThat(edge.features.lastAsked(DeleteWebhook.class).id()).isEqualTo(ID);
    }

    @Test
    void aNewSecretIsShownOnceToo() {
        edge.features.answer(WebhookEndpoints.ROTATE, command -> new Created(WEBHOOK, SECRET));

        HttpResponse<Buffer> response =
                asked(edge.post(PATH + "/rotate-secret")).send();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.bodyAsJsonObject().getString("secret")).isEqualTo(SECRET);
    }

    @Test
    void showsWhyAWebhookIsDisabled() {
        edge.features.answer(
                WebhookEndpoints.GET,
                question -> new WebhookFound(new WebhookView(
                        ID,
                        URL,
                        List.of("order.*"),
                        "",
                        DisabledReason.FAILING,
                        Samples.NOON,
                        Samples.NOON,
                        Samples.NOON)));

        JsonObject webhook = asked(edge.get(PATH)).send().bodyAsJsonObject();

        assertThat(webhook.getString("status")).isEqualTo("DISABLED");
        assertThat(webhook.getString("disabledReason")).isEqualTo("failing");
        assertThat(webhook.getString("failingSince")).isEqualTo(Samples.NOON.toString());
    }

    @Test
    void sendsATestAndADeliveryOnceMore() {
        edge.features.answer(WebhookEndpoints.TEST, command -> new Sending(PENDING));
        edge.features.answer(WebhookEndpoints.REDELIVER, command -> new Sending(PENDING));

        assertThat(asked(edge.post(PATH + "/test")).send().statusCode()).isEqualTo(202);
        assertThat(edge.features.lastAsked(SendTest.class).id()).isEqualTo(ID);
        HttpResponse<Buffer> again = asked(edge.post(REDELIVER)).send();
        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(again.bodyAsJsonObject().getString("id")).isEqualTo(DELIVERY.toString());
        assertThat(edge.features.lastAsked(Redeliver.class)).isEqualTo(new Redeliver(ID, DELIVERY));
    }

    @Test
    void nothingIsSentToAWebhookThatIsDisabled() {
        edge.features.answer(WebhookEndpoints.TEST, command -> new WebhookDisabled(DisabledReason.GONE));
        edge.features.answer(WebhookEndpoints.REDELIVER, command -> new WebhookDisabled(DisabledReason.FAILING));

        for (String path : List.of(PATH + "/test", REDELIVER)) {
            HttpResponse<Buffer> response = asked(edge.post(path)).send();
            assertThat(response.statusCode()).isEqualTo(409);
            assertThat(code(response)).isEqualTo("webhook_disabled");
        }
    }

    @Test
    void saysWhatThereIsNot() {
        edge.features.answer(WebhookEndpoints.GET, question -> new NoSuchWebhook());
        edge.features.answer(WebhookEndpoints.REPLACE, command -> new NoSuchWebhook());
        edge.features.answer(WebhookEndpoints.DELETE, command -> new NoSuchWebhook());
        edge.features.answer(WebhookEndpoints.ROTATE, command -> new NoSuchWebhook());
        edge.features.answer(WebhookEndpoints.TEST, command -> new NoSuchWebhook());
        edge.features.answer(WebhookEndpoints.DELIVERIES, question -> new NoSuchWebhook());
        edge.features.answer(WebhookEndpoints.REDELIVER, command -> new NoSuchDelivery());

        for (HttpResponse<Buffer> response : List.of(
                asked(edge.get(PATH)).send(),
                asked(edge.put(PATH)).json(BODY),
                asked(edge.delete(PATH)).send(),
                asked(edge.post(PATH + "/rotate-secret")).send(),
                asked(edge.post(PATH + "/test")).send(),
                asked(edge.get(PATH + "/deliveries")).send())) {
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(code(response)).isEqualTo("webhook_not_found");
        }
        HttpResponse<Buffer> delivery = asked(edge.post(REDELIVER)).send();
        assertThat(delivery.statusCode()).isEqualTo(404);
        assertThat(code(delivery)).isEqualTo("delivery_not_found");
    }

    @Test
    void deliveriesComePageByPage() {
        String place = new WebhookCursor(Samples.NOON, DELIVERY).text();
        edge.features.answer(
                WebhookEndpoints.DELIVERIES,
                question -> new DeliveryPage(List.of(PENDING), question.cursor() == null ? place : null));

        JsonObject first = asked(edge.get(PATH + "/deliveries?limit=1")).send().bodyAsJsonObject();
        JsonObject last = asked(edge.get(PATH + "/deliveries?limit=1&cursor=" + first.getString("next")))
                .send()
                .bodyAsJsonObject();

        assertThat(edge.features.lastAsked(ListDeliveries.class)).isEqualTo(new ListDeliveries(ID, 1, place));
        assertThat(last.containsKey("next")).isFalse();
        assertThat(first.getJsonArray("items"))
                .isEqualTo(JsonArray.of(JsonObject.of(
                        "id",
                        DELIVERY.toString(),
                        "eventId",
                        Samples.ORDER.toString(),
                        "event",
                        "order.confirmed",
                        "orderId",
                        Samples.ORDER.toString(),
                        "status",
                        "PENDING",
                        "attempts",
                        1,
                        "outcome",
                        "refused",
                        "responseStatus",
                        503,
                        "nextAttemptAt",
                        Samples.NOON.toString(),
                        "createdAt",
                        Samples.NOON.toString())));
    }

    @Test
    void webhooksComePageByPageAndACursorIsOfItsOwnList() {
        String place = new WebhookCursor(Samples.NOON, ID).text();
        edge.features.answer(WebhookEndpoints.LIST, question -> new WebhookPage(List.of(WEBHOOK), place));

        JsonObject page = asked(edge.get("/v1/webhooks?limit=1")).send().bodyAsJsonObject();
        String next = page.getString("next");
        asked(edge.get("/v1/webhooks?limit=1&cursor=" + next)).send();

        assertThat(page.getJsonArray("items").getJsonObject(0).containsKey("secret"))
                .isFalse();
        assertThat(edge.features.lastAsked(ListWebhooks.class)).isEqualTo(new ListWebhooks(1, place));
        for (String path : List.of(PATH + "/deliveries?cursor=" + next, "/v1/webhooks?cursor=" + next + "x")) {
            HttpResponse<Buffer> response = asked(edge.get(path)).send();
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(code(response)).isEqualTo("invalid_cursor");
        }
    }
}

package dev.souk.edge.routes;

import dev.souk.bus.Bus;
import dev.souk.edge.EdgeRouter;
import dev.souk.edge.contract.FieldError;
import dev.souk.edge.http.Answer;
import dev.souk.edge.http.Call;
import dev.souk.edge.http.Problem;
import dev.souk.edge.http.ProblemCode;
import dev.souk.edge.http.Reply;
import dev.souk.edge.json.WebhookJson;
import dev.souk.notification.webhook.message.WebhookCursor;
import dev.souk.notification.webhook.message.WebhookEndpoints;
import dev.souk.notification.webhook.message.WebhookEndpoints.CreateOutcome;
import dev.souk.notification.webhook.message.WebhookEndpoints.CreateWebhook;
import dev.souk.notification.webhook.message.WebhookEndpoints.Created;
import dev.souk.notification.webhook.message.WebhookEndpoints.DeleteOutcome;
import dev.souk.notification.webhook.message.WebhookEndpoints.DeleteWebhook;
import dev.souk.notification.webhook.message.WebhookEndpoints.Deleted;
import dev.souk.notification.webhook.message.WebhookEndpoints.DeliveriesAnswer;
import dev.souk.notification.webhook.message.WebhookEndpoints.DeliveryPage;
import dev.souk.notification.webhook.message.WebhookEndpoints.GetWebhook;
import dev.souk.notification.webhook.message.WebhookEndpoints.ListDeliveries;
import dev.souk.notification.webhook.message.WebhookEndpoints.ListWebhooks;
import dev.souk.notification.webhook.message.WebhookEndpoints.NoSuchDelivery;
import dev.souk.notification.webhook.message.WebhookEndpoints.NoSuchWebhook;
import dev.souk.notification.webhook.message.WebhookEndpoints.Redeliver;
import dev.souk.notification.webhook.message.WebhookEndpoints.ReplaceOutcome;
import dev.souk.notification.webhook.message.WebhookEndpoints.ReplaceWebhook;
import dev.souk.notification.webhook.message.WebhookEndpoints.RotateOutcome;
import dev.souk.notification.webhook.message.WebhookEndpoints.RotateSecret;
import dev.souk.notification.webhook.message.WebhookEndpoints.SendOutcome;
import dev.souk.notification.webhook.message.WebhookEndpoints.SendTest;
import dev.souk.notification.webhook.message.WebhookEndpoints.Sending;
import dev.souk.notification.webhook.message.WebhookEndpoints.TooManyWebhooks;
import dev.souk.notification.webhook.message.WebhookEndpoints.UnknownEvents;
import dev.souk.notification.webhook.message.WebhookEndpoints.UrlRefused;
import dev.souk.notification.webhook.message.WebhookEndpoints.WebhookAnswer;
import dev.souk.notification.webhook.message.WebhookEndpoints.WebhookContent;
import dev.souk.notification.webhook.message.WebhookEndpoints.WebhookDisabled;
import dev.souk.notification.webhook.message.WebhookEndpoints.WebhookFound;
import dev.souk.notification.webhook.message.WebhookEndpoints.WebhookPage;
import dev.souk.notification.webhook.message.WebhookView;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Webhooks: set up, tried out, and looked after by operators. */
public final class WebhookRoutes {
    private static final Cursors WEBHOOKS = new Cursors('w');
    private static final Cursors DELIVERIES = new Cursors('d');

    private final Bus bus;

    public WebhookRoutes(Bus bus) {
        this.bus = bus;
    }

    public void mountOn(EdgeRouter router) {
        router.mount("createWebhook", this::create)
                .mount("listWebhooks", this::list)
                .mount("getWebhook", this::get)
                .mount("replaceWebhook", this::replace)
                .mount("deleteWebhook", this::delete)
                .mount("testWebhook", this::test)
                .mount("rotateWebhookSecret", this::rotate)
                .mount("listWebhookDeliveries", this::deliveries)
                .mount("redeliverWebhook", this::redeliver);
    }

    private static WebhookContent content(JsonObject body) {
        List<String> events =
                body.getJsonArray("events").stream().map(String::valueOf).toList();
        return new WebhookContent(body.getString("url"), events, body.getString("description", ""));
    }

    private Future<Answer> create(Call call) {
        return bus.ask(WebhookEndpoints.CREATE, new CreateWebhook(content(call.body())))
                .map(WebhookRoutes::created);
    }

    private static Answer created(CreateOutcome outcome) {
        return switch (outcome) {
            case Created(WebhookView webhook, String secret) ->
                Reply.of(201, WebhookJson.of(webhook, secret)).withLocation("/v1/webhooks/" + webhook.id());
            case TooManyWebhooks(int limit) ->
                Problem.of(ProblemCode.TOO_MANY_WEBHOOKS, "There may be " + limit + " webhooks.");
            case UrlRefused(String message) -> refused(message);
            case UnknownEvents(List<Integer> positions) -> unknown(positions);
        };
    }

    private static Problem refused(String message) {
        return Problem.of(ProblemCode.URL_NOT_ALLOWED).withErrors(List.of(new FieldError("url", message)));
    }

    private static Problem unknown(List<Integer> positions) {
        return Problem.invalid(positions.stream()
                .map(at -> new FieldError("events[" + at + "]", "is no event"))
                .toList());
    }

    private Future<Answer> get(Call call) {
        return bus.askAgain(WebhookEndpoints.GET, new GetWebhook(call.id())).map(WebhookRoutes::found);
    }

    private static Answer found(WebhookAnswer answer) {
        return switch (answer) {
            case WebhookFound(WebhookView webhook) -> Reply.of(200, WebhookJson.of(webhook, null));
            case NoSuchWebhook none -> Problem.of(ProblemCode.WEBHOOK_NOT_FOUND);
        };
    }

    private Future<Answer> list(Call call) {
        ListWebhooks question = new ListWebhooks(call.query("limit", Pages.LIMIT), place(call, WEBHOOKS));
        return bus.askAgain(WebhookEndpoints.LIST, question).map(WebhookRoutes::page);
    }

    private static @Nullable String place(Call call, Cursors cursors) {
        String cursor = call.query("cursor");
        if (cursor == null) {
            return null;
        }
        String place = cursors.decode(cursor);
        try {
            return WebhookCursor.parse(place, WebhookCursor.FROM_OLDEST).text();
        } catch (IllegalArgumentException tampered) {
            throw Problem.of(ProblemCode.INVALID_CURSOR).asException();
        }
    }

    private static Answer page(WebhookPage page) {
        String next = page.next();
        return Reply.of(200, WebhookJson.page(page, next == null ? null : WEBHOOKS.encode(next)));
    }

    private Future<Answer> replace(Call call) {
        return bus.ask(WebhookEndpoints.REPLACE, new ReplaceWebhook(call.id(), content(call.body())))
                .map(WebhookRoutes::replaced);
    }

    private static Answer replaced(ReplaceOutcome outcome) {
        return switch (outcome) {
            case WebhookFound(WebhookView webhook) -> Reply.of(200, WebhookJson.of(webhook, null));
            case NoSuchWebhook none -> Problem.of(ProblemCode.WEBHOOK_NOT_FOUND);
            case UrlRefused(String message) -> refused(message);
            case UnknownEvents(List<Integer> positions) -> unknown(positions);
        };
    }

    private Future<Answer> delete(Call call) {
        return bus.ask(WebhookEndpoints.DELETE, new DeleteWebhook(call.id())).map(WebhookRoutes::deleted);
    }

    private static Answer deleted(DeleteOutcome outcome) {
        return switch (outcome) {
            case Deleted done -> Reply.empty(204);
            case NoSuchWebhook none -> Problem.of(ProblemCode.WEBHOOK_NOT_FOUND);
        };
    }

    private Future<Answer> rotate(Call call) {
        return bus.ask(WebhookEndpoints.ROTATE, new RotateSecret(call.id())).map(WebhookRoutes::rotated);
    }

    private static Answer rotated(RotateOutcome outcome) {
        return switch (outcome) {
            case Created(WebhookView webhook, String secret) -> Reply.of(200, WebhookJson.of(webhook, secret));
            case NoSuchWebhook none -> Problem.of(ProblemCode.WEBHOOK_NOT_FOUND);
        };
    }

    private Future<Answer> test(Call call) {
        return bus.ask(WebhookEndpoints.TEST, new SendTest(call.id())).map(WebhookRoutes::sent);
    }

    private Future<Answer> redeliver(Call call) {
        UUID delivery = UUID.fromString(call.path("deliveryId"));
        return bus.ask(WebhookEndpoints.REDELIVER, new Redeliver(call.id(), delivery))
                .map(WebhookRoutes::sent);
    }

    private static Answer sent(SendOutcome outcome) {
        return switch (outcome) {
            case Sending sending -> Reply.of(202, WebhookJson.of(sending.delivery()));
            case NoSuchWebhook none -> Problem.of(ProblemCode.WEBHOOK_NOT_FOUND);
            case NoSuchDelivery none -> Problem.of(ProblemCode.DELIVERY_NOT_FOUND);
            case WebhookDisabled disabled -> Problem.of(ProblemCode.WEBHOOK_DISABLED);
        };
    }

    private Future<Answer> deliveries(Call call) {
        ListDeliveries question =
                new ListDeliveries(call.id(), call.query("limit", Pages.LIMIT), place(call, DELIVERIES));
        return bus.askAgain(WebhookEndpoints.DELIVERIES, question).map(WebhookRoutes::deliveries);
    }

    private static Answer deliveries(DeliveriesAnswer answer) {
        return switch (answer) {
            case DeliveryPage page -> {
                String next = page.next();
                yield Reply.of(200, WebhookJson.page(page, next == null ? null : DELIVERIES.encode(next)));
            }
            case NoSuchWebhook none -> Problem.of(ProblemCode.WEBHOOK_NOT_FOUND);
        };
    }
}

package dev.souk.payment;

import dev.souk.bus.Bus;
import dev.souk.payment.domain.CallKey;
import dev.souk.payment.domain.Payment;
import dev.souk.payment.domain.ProviderAnswer.Definite;
import dev.souk.payment.domain.ProviderAnswer.Unknown;
import dev.souk.payment.message.PaymentEndpoints;
import dev.souk.payment.message.PaymentEndpoints.Webhook;
import dev.souk.payment.message.PaymentEndpoints.WebhookOutcome;
import dev.souk.payment.provider.Notice;
import dev.souk.payment.provider.WebhookSignature;
import dev.souk.payment.work.Handover;
import dev.souk.payment.work.Settlement;
import dev.souk.settings.Secret;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the provider's webhooks, once their signature is found to be right. Counted: {@code
 * souk.payment.webhooks{outcome}}, where {@code old} is what was known already.
 */
final class WebhookVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(WebhookVerticle.class);

    private final Bus bus;
    private final Secret secret;
    private final Settlement settlement;
    private final Handover<Payment> work;
    private final MeterRegistry metrics;
    private final InstantSource clock;

    WebhookVerticle(
            Bus bus,
            Secret secret,
            Settlement settlement,
            Handover<Payment> work,
            MeterRegistry metrics,
            InstantSource clock) {
        this.bus = bus;
        this.secret = secret;
        this.settlement = settlement;
        this.work = work;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        return bus.serve(PaymentEndpoints.WEBHOOK, this::take);
    }

    private Future<WebhookOutcome> take(Webhook webhook) {
        if (!WebhookSignature.verify(secret.value(), clock.instant(), webhook.signature(), webhook.body())) {
            return refused("not_signed", WebhookOutcome.NOT_SIGNED);
        }
        Notice notice;
        try {
            notice = Notice.parse(webhook.body());
        } catch (IllegalArgumentException notUnderstood) {
            log.warn("a signed webhook is not understood: {}", notUnderstood.getMessage());
            return refused("malformed", WebhookOutcome.MALFORMED);
        }
        return switch (notice.answer()) {
            case Definite definite -> settle(notice.key(), definite);
            case Unknown unknown -> refused("undecided", WebhookOutcome.ACCEPTED);
        };
    }

    private Future<WebhookOutcome> settle(CallKey key, Definite answer) {
        return settlement.settle(key, answer).map(news -> {
            count(news ? "news" : "old");
            if (news) {
                work.wake();
            }
            return WebhookOutcome.ACCEPTED;
        });
    }

    private Future<WebhookOutcome> refused(String counted, WebhookOutcome outcome) {
        count(counted);
        return Future.succeededFuture(outcome);
    }

    private void count(String outcome) {
        metrics.counter("souk.payment.webhooks", "outcome", outcome).increment();
    }
}

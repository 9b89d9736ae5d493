package dev.souk.payment;

import dev.souk.payment.domain.Operation;
import dev.souk.payment.domain.ProviderAnswer.Definite;
import dev.souk.payment.domain.ProviderAnswer.Refusal;
import dev.souk.payment.domain.ProviderAnswer.Refused;
import dev.souk.payment.domain.ProviderAnswer.Succeeded;
import dev.souk.payment.domain.ProviderCall;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A model of a provider, for one payment: it is idempotent by key, and holds or takes twice under two keys. */
final class NaiveProvider {
    enum Mood {
        WILLING,
        DECLINES,
        REFUSES_CAPTURE,
        /** Takes the money with the authorisation, even when asked only to hold it. */
        CAPTURES_AT_ONCE,
        /** Refuses one refund for good. */
        REFUSES_A_REFUND,
        /** Refuses the first attempt of everything. */
        WANTS_ANOTHER_ATTEMPT
    }

    final Map<String, Definite> answers = new HashMap<>();
    private final Mood mood;
    private final Set<Operation> refusedOnce = new HashSet<>();
    long authorised;
    long captured;
    long refunded;
    boolean voided;

    NaiveProvider(Mood mood) {
        this.mood = mood;
    }

    Definite call(ProviderCall call) {
        String key = call.key().text();
        Definite known = answers.get(key);
        if (known != null) {
            return known;
        }
        Definite answer = decide(call);
        answers.put(key, answer);
        return answer;
    }

    private Definite decide(ProviderCall call) {
        if (mood == Mood.WANTS_ANOTHER_ATTEMPT && refusedOnce.add(call.key().operation())) {
            return new Refused(Refusal.WORTH_ANOTHER_ATTEMPT, "busy");
        }
        return switch (call) {
            case ProviderCall.Authorise authorise -> {
                if (mood == Mood.DECLINES) {
                    yield new Refused(Refusal.FINAL, "card_declined");
                }
                authorised += authorise.amount().amount();
                captured += mood == Mood.CAPTURES_AT_ONCE ? authorise.amount().amount() : 0;
                yield new Succeeded();
            }
            case ProviderCall.Capture capture -> {
                if (voided) {
                    yield new Refused(Refusal.HOLD_GONE, "authorisation_voided");
                }
                if (mood == Mood.CAPTURES_AT_ONCE) {
                    yield new Refused(Refusal.ALREADY_CAPTURED, "authorisation_captured");
                }
                if (mood == Mood.REFUSES_CAPTURE || capture.amount().amount() > authorised - captured) {
                    yield new Refused(Refusal.FINAL, "capture_failed");
                }
                captured += capture.amount().amount();
                yield new Succeeded();
            }
            case ProviderCall.VoidAuthorisation letGo -> {
                if (captured > 0) {
                    yield new Refused(Refusal.ALREADY_CAPTURED, "authorisation_captured");
                }
                if (voided) {
                    yield new Refused(Refusal.HOLD_GONE, "authorisation_voided");
                }
                voided = true;
                yield new Succeeded();
            }
            case ProviderCall.Refund refund -> {
                if (mood == Mood.REFUSES_A_REFUND && refusedOnce.add(Operation.REFUND)) {
                    yield new Refused(Refusal.FINAL, "account_closed");
                }
                if (refund.amount().amount() > captured - refunded) {
                    yield new Refused(Refusal.FINAL, "refund_exceeds_capture");
                }
                refunded += refund.amount().amount();
                yield new Succeeded();
            }
        };
    }

    boolean capturesAtOnce() {
        return mood == Mood.CAPTURES_AT_ONCE;
    }

    /** @return the amount of the buyer's money that is held or taken */
    long holds() {
        long held = voided ? 0 : authorised - captured;
        return held + captured - refunded;
    }

    List<Long> sums() {
        return List.of(captured, refunded);
    }
}

package dev.souk.prove.buyer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Which of the provider's test tokens the buyers pay with, and how often. */
public final class TokenMix {
    private final Map<String, Integer> weights;
    private final int sum;

    private TokenMix(Map<String, Integer> weights) {
        this.weights = new LinkedHashMap<>(weights);
        this.sum = weights.values().stream().mapToInt(Integer::intValue).sum();
        if (sum < 1 || weights.values().stream().anyMatch(weight -> weight < 0)) {
            throw new IllegalArgumentException("weights of tokens are 0 or more, and one at least is more: " + weights);
        }
    }

    /** @param weights by token, 0 or more each */
    public static TokenMix of(Map<String, Integer> weights) {
        return new TokenMix(weights);
    }

    /** Mostly good cards, and some of each that the specification names. */
    public static TokenMix usual() {
        Map<String, Integer> weights = new LinkedHashMap<>();
        weights.put("tok_ok", 66);
        weights.put("tok_declined", 5);
        weights.put("tok_insufficient_funds", 3);
        weights.put("tok_slow", 4);
        weights.put("tok_timeout", 5);
        weights.put("tok_error_once", 5);
        weights.put("tok_webhook_first", 4);
        weights.put("tok_webhook_twice", 4);
        weights.put("tok_capture_fails", 4);
        return new TokenMix(weights);
    }

    String pick(SplittableRandom random) {
        int at = random.nextInt(sum);
        for (Map.Entry<String, Integer> token : weights.entrySet()) {
            at -= token.getValue();
            if (at < 0) {
                return token.getKey();
            }
        }
        throw new AssertionError("weights add up");
    }
}

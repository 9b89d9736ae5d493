package dev.souk.edge.auth;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The keys of an issuer that may verify tokens.
 *
 * @param keys public, asymmetric, of a signature algorithm that is not broken
 */
public record JwksKeys(List<JsonObject> keys) {
    private static final Set<String> ALGORITHMS =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");
    /**
     * Not {@code x5c}: a key whose certificate has run out still is the issuer's key, as long as the issuer names it.
     */
    private static final List<String> MEMBERS = List.of("kty", "kid", "alg", "crv", "n", "e", "x", "y");

    public JwksKeys {
        keys = List.copyOf(keys);
    }

    /**
     * Takes the usable keys of a JWK set (RFC 7517).
     *
     * @throws IllegalArgumentException when it is no JWK set, or has no usable key
     */
    public static JwksKeys of(JsonObject set) {
        if (!(set.getValue("keys") instanceof JsonArray all)) {
            throw new IllegalArgumentException("not a JSON web key set: it has no \"keys\"");
        }
        List<JsonObject> usable = new ArrayList<>();
        for (Object key : all) {
            if (key instanceof JsonObject jwk && isUsable(jwk)) {
                JsonObject publicPart = new JsonObject();
                MEMBERS.stream().filter(jwk::containsKey).forEach(name -> publicPart.put(name, jwk.getValue(name)));
                usable.add(publicPart);
            }
        }
        if (usable.isEmpty()) {
            throw new IllegalArgumentException("the JSON web key set has no key that could verify a token");
        }
        return new JwksKeys(usable);
    }

    private static boolean isUsable(JsonObject jwk) {
        boolean asymmetric = Set.of("RSA", "EC", "OKP").contains(jwk.getString("kty", ""));
        boolean verifies = "sig".equals(jwk.getString("use", "sig"));
        boolean known = !jwk.containsKey("alg") || ALGORITHMS.contains(jwk.getString("alg"));
        return asymmetric && verifies && known;
    }

    public JwksKeys and(JwksKeys more) {
        List<JsonObject> both = new ArrayList<>(keys);
        both.addAll(more.keys);
        return new JwksKeys(both);
    }

    /** Whether the same keys are there, in any order. */
    public boolean isSameAs(JwksKeys other) {
        return Set.copyOf(keys).equals(Set.copyOf(other.keys));
    }

    /** Whether one of the keys goes by this id; a token without an id may be of any. */
    boolean has(String kid) {
        return ids().contains(kid);
    }

    private Set<String> ids() {
        Set<String> ids = new LinkedHashSet<>();
        keys.forEach(key -> ids.add(key.getString("kid", "")));
        return ids;
    }
}

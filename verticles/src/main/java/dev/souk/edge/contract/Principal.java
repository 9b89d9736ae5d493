package dev.souk.edge.contract;

import java.util.Set;

/**
 * The caller that a verified token names.
 *
 * @param subject the token's {@code sub}
 * @param expiresAt seconds since 1970, the token's {@code exp}
 */
public record Principal(String subject, Set<String> roles, long expiresAt) {
    public static final String CUSTOMER = "customer";
    public static final String MERCHANT = "merchant";
    public static final String OPERATOR = "operator";

    public Principal {
        roles = Set.copyOf(roles);
    }

    public boolean is(String role) {
        return roles.contains(role);
    }
}

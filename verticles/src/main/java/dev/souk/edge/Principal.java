package dev.souk.edge;

import java.util.Set;

/**
 * Who calls, by a verified token.
 *
 * @param subject the token's {@code sub}
 * @param expiresAt seconds since 1970, the token's {@code exp}
 */
record Principal(String subject, Set<String> roles, long expiresAt) {
    static final String CUSTOMER = "customer";
    static final String MERCHANT = "merchant";
    static final String OPERATOR = "operator";

    Principal {
        roles = Set.copyOf(roles);
    }

    boolean is(String role) {
        return roles.contains(role);
    }
}

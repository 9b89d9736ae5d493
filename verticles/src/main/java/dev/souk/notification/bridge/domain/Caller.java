package dev.souk.notification.bridge.domain;

import java.util.Set;

/**
 * The caller that the token of a registration names.
 *
 * @param expiresAt of the token, seconds since 1970
 */
public record Caller(String subject, Set<String> roles, long expiresAt) {
    static final String CUSTOMER = "customer";
    static final String OPERATOR = "operator";

    public Caller {
        roles = Set.copyOf(roles);
    }

    /** Whether the caller may follow every order, and the feeds of operators. */
    public boolean isOperator() {
        return roles.contains(OPERATOR);
    }

    boolean isCustomer() {
        return roles.contains(CUSTOMER);
    }
}

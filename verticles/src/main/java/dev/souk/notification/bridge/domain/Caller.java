package dev.souk.notification.bridge.domain;

import java.util.Set;

/**
 * Whose token came with a registration.
 *
 * @param expiresAt of the token, seconds since 1970
 */
public record Caller(String subject, Set<String> roles, long expiresAt) {
    static final String CUSTOMER = "customer";
    static final String OPERATOR = "operator";

    public Caller {
        roles = Set.copyOf(roles);
    }

    /** Whether every order may be followed, and what operators see. */
    public boolean isOperator() {
        return roles.contains(OPERATOR);
    }

    boolean isCustomer() {
        return roles.contains(CUSTOMER);
    }
}

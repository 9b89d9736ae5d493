package dev.souk.money;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * An amount of one currency.
 *
 * @param amount integer minor units (pence, cents); never a fraction
 * @param currency ISO 4217 code of three capital letters
 */
public record Money(long amount, String currency) {

    public static Money zero(String currency) {
        return new Money(0, currency);
    }

    /**
     * @throws ArithmeticException when the sum leaves the range of a long
     * @throws IllegalArgumentException when the currencies differ
     */
    public Money plus(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("cannot add " + other.currency + " to " + currency);
        }
        return new Money(Math.addExact(amount, other.amount), currency);
    }

    /**
     * @param quantity units, at least 1
     * @throws ArithmeticException when the product leaves the range of a long
     */
    public Money times(long quantity) {
        return new Money(Math.multiplyExact(amount, quantity), currency);
    }

    @JsonIgnore
    public boolean isZero() {
        return amount == 0;
    }
}

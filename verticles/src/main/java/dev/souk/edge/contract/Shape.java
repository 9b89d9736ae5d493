package dev.souk.edge.contract;

import org.jspecify.annotations.Nullable;

/** The rules for a value: one schema of the contract, compiled once. Has no state and is shared by all event loops. */
@FunctionalInterface
public interface Shape {
    /** @param value decoded JSON */
    void check(@Nullable Object value, Findings findings);
}

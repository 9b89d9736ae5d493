package dev.souk.audit.store;

/**
 * Something that breaks an invariant in the snapshot that was read.
 *
 * @param id of the order, event or SKU
 * @param detail the fault, in words; empty of those that no report lists
 */
public record Suspect(String id, String detail) {}

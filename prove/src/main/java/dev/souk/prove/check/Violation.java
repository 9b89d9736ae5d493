package dev.souk.prove.check;

/**
 * One case in which a promise was broken.
 *
 * @param subject the order, SKU, key or event
 * @param detail what is wrong with it, in words
 */
public record Violation(String subject, String detail) {}

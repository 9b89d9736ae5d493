package dev.souk.edge.contract;

/**
 * An error in one part of a request.
 *
 * @param field {@code lines[2].quantity} in a body, else the parameter's name
 * @param message what it must be
 */
public record FieldError(String field, String message) {}

package dev.souk.edge.contract;

/**
 * An error in one part of a request.
 *
 * @param field {@code lines[2].quantity} in a body, else the parameter's name
 * @param message the error, to be read after the field
 */
public record FieldError(String field, String message) {}

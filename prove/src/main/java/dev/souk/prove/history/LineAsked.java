package dev.souk.prove.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A line of a cart, as it is to be.
 *
 * @param quantity units; 0 takes the line out
 * @param ifMatch the version that the cart must have, where the buyer insisted on one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LineAsked(String sku, long quantity, @Nullable Long ifMatch) {}

/** The port to the payment provider, its HTTP client with breaker and bounds, and the provider's notices. */
@NullMarked
package dev.souk.payment.provider;

import org.jspecify.annotations.NullMarked;

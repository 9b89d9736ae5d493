/** The leased work on payments and refunds: calls to the provider, and what their answers change. */
@NullMarked
package dev.souk.payment.work;

import org.jspecify.annotations.NullMarked;

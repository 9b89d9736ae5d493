/** Pure decisions about a payment, its refunds and the provider's answers: values in, values out. */
@NullMarked
package dev.souk.payment.domain;

import org.jspecify.annotations.NullMarked;

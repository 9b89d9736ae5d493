/**
 * Payments: what is owed to or by the buyer of an order, the provider that moves the money, and the worker between
 * them.
 *
 * <pre>
 *  souk.orders ──> events verticle: "wanted" rises ──> worker ──> provider (authorise, capture, void, refund)
 *                                                        │ compare-and-set + outbox
 *                                                        └──> souk.payments
 * </pre>
 */
@NullMarked
package dev.souk.payment;

import org.jspecify.annotations.NullMarked;

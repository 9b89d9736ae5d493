/**
 * Bounds the backlog of accepted orders by what the shop settles before their deadline.
 *
 * <pre>
 *  OrderEventsVerticle ──settled in the last second──> every node: {@link dev.souk.order.admission.DrainRate}
 *  orders that are not settled <──one count a second──
 *      {@link dev.souk.order.admission.Admission} ──> taken, or 503 busy
 * </pre>
 */
@NullMarked
package dev.souk.order.admission;

import org.jspecify.annotations.NullMarked;

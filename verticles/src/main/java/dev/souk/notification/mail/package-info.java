/**
 * Letters to buyers by mail.
 *
 * <pre>
 *  souk.orders ──> a row per event, in the transaction of the inbox
 *                    │ due
 *                    v
 *  any node: ask the order for address and contents ──> SENDING, leased ──> SMTP ──> SENT
 *                    ^                                                      │ └─5xx of the recipient─> REFUSED
 *                    └──────────── QUEUED, due after a pause <──4xx, away───┘
 * </pre>
 *
 * <p>Rows hold nothing of the buyer. A letter whose answer was lost behind its last dot is sent again, with the same
 * Message-ID: only the receiver can tell the two apart.
 */
@NullMarked
package dev.souk.notification.mail;

import org.jspecify.annotations.NullMarked;

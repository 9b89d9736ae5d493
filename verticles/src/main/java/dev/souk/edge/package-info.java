/**
 * The sockets: routes by the OpenAPI contract, tokens, limits and problem documents. Asks the features over the bus and
 * decides nothing of its own.
 *
 * <pre>
 *  connection (bounded) ──> router ──> body (bounded) ──> token, roles ──> contract's rules ──> parse ─> ask ─> write
 *                             │                             │ 401, 403        │ 400, 415                  │
 *                             └ 404, 405                    └─────────────────┴──> one failure handler <──┘
 * </pre>
 */
@NullMarked
package dev.souk.edge;

import org.jspecify.annotations.NullMarked;

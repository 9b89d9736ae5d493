/**
 * The web pages of a node: the shop window and the control room, as files of the class path that are read once.
 *
 * <pre>
 *  request ─> GET or HEAD of a known file ─> its bytes, from memory
 *                └ anything else ─────────> the API's routes
 * </pre>
 */
@NullMarked
package dev.souk.edge.pages;

import org.jspecify.annotations.NullMarked;

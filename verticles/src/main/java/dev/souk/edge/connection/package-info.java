/**
 * Bounds what connections may take: how many there are, in all and of one client, and how long a request may take to
 * arrive.
 */
@NullMarked
package dev.souk.edge.connection;

import org.jspecify.annotations.NullMarked;

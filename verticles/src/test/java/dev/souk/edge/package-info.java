/** The edge, held to the contract over real sockets. */
@NullMarked
package dev.souk.edge;

import org.jspecify.annotations.NullMarked;

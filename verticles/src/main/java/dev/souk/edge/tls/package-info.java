/** The certificate of the edge, where it has one. */
@NullMarked
package dev.souk.edge.tls;

import org.jspecify.annotations.NullMarked;

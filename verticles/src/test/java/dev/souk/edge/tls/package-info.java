/** Certificates for tests. */
@NullMarked
package dev.souk.edge.tls;

import org.jspecify.annotations.NullMarked;

/** Bearer tokens and the keys that prove them. */
@NullMarked
package dev.souk.edge.auth;

import org.jspecify.annotations.NullMarked;

/** PostgreSQL as a child process. */
@NullMarked
package dev.souk.embedded.postgres;

import org.jspecify.annotations.NullMarked;

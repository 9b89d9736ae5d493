/** The promises, each one SQL statement over the facts. */
@NullMarked
package dev.souk.prove.check.promise;

import org.jspecify.annotations.NullMarked;

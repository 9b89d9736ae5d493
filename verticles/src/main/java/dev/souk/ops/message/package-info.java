/** What operators may ask of the running system, and what nodes tell each other of themselves. */
@NullMarked
package dev.souk.ops.message;

import org.jspecify.annotations.NullMarked;

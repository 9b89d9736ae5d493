/** Dead letters as operators deal with them over HTTP. */
@NullMarked
package dev.souk.ops.letters;

import org.jspecify.annotations.NullMarked;

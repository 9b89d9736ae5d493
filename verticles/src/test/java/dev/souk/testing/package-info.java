/** What the tests of several features share: real servers, a database of one's own, settings that point there. */
@NullMarked
package dev.souk.testing;

import org.jspecify.annotations.NullMarked;

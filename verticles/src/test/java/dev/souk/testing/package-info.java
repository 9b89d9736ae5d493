/** Fixtures that the tests of several features share: real servers, an own database, settings that point there. */
@NullMarked
package dev.souk.testing;

import org.jspecify.annotations.NullMarked;

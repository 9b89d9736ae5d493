@NullMarked
package dev.souk.cache;

import org.jspecify.annotations.NullMarked;

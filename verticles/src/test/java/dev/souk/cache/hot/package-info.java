@NullMarked
package dev.souk.cache.hot;

import org.jspecify.annotations.NullMarked;

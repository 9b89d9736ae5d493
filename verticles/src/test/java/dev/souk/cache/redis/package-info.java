@NullMarked
package dev.souk.cache.redis;

import org.jspecify.annotations.NullMarked;

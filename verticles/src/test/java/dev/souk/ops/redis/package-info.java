@NullMarked
package dev.souk.ops.redis;

import org.jspecify.annotations.NullMarked;

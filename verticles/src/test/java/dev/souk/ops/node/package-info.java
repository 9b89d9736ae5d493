@NullMarked
package dev.souk.ops.node;

import org.jspecify.annotations.NullMarked;

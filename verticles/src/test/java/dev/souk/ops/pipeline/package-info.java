@NullMarked
package dev.souk.ops.pipeline;

import org.jspecify.annotations.NullMarked;

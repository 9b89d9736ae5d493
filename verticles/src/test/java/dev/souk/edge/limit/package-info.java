@NullMarked
package dev.souk.edge.limit;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.souk.edge.body;

import org.jspecify.annotations.NullMarked;

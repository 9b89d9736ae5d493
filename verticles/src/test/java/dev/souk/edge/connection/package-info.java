@NullMarked
package dev.souk.edge.connection;

import org.jspecify.annotations.NullMarked;

/** The management port: health, readiness and metrics. */
@NullMarked
package dev.souk.edge.management;

import org.jspecify.annotations.NullMarked;

/** Nodes behind a load balancer. */
@NullMarked
package dev.souk.launcher.balanced;

import org.jspecify.annotations.NullMarked;

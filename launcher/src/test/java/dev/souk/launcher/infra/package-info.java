/** The files beside the program: compose file, proxies, dashboards, alerts, manifests. */
@NullMarked
package dev.souk.launcher.infra;

import org.jspecify.annotations.NullMarked;

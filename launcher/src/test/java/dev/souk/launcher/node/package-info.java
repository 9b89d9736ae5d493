@NullMarked
package dev.souk.launcher.node;

import org.jspecify.annotations.NullMarked;

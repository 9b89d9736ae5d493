@NullMarked
package dev.souk.launcher.retail;

import org.jspecify.annotations.NullMarked;

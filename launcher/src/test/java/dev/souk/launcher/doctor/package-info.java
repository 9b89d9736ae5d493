@NullMarked
package dev.souk.launcher.doctor;

import org.jspecify.annotations.NullMarked;

/**
 * The shop as a program on the other side of its HTTP API sees it.
 */
@NullMarked
package dev.souk.launcher.client;

import org.jspecify.annotations.NullMarked;

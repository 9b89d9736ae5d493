/** Commands that call a running shop: import, replay, token. */
@NullMarked
package dev.souk.launcher.cli.shop;

import org.jspecify.annotations.NullMarked;

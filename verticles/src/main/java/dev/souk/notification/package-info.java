/** What a shop tells of its own accord. */
@NullMarked
package dev.souk.notification;

import org.jspecify.annotations.NullMarked;

/**
 * Orders followed live: one reader a node for all followers, fan-out inside the node, one stream a socket.
 */
@NullMarked
package dev.souk.notification.live;

import org.jspecify.annotations.NullMarked;

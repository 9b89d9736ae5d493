/**
 * Orders and operations followed over the event-bus bridge: the protocol of the Vert.x clients on a SockJS socket, fed
 * by the feeds of the node. Nothing is registered at the event bus for a socket.
 */
@NullMarked
package dev.souk.notification.bridge;

import org.jspecify.annotations.NullMarked;

/** The bridge's protocol and its permissions: values in, values out. */
@NullMarked
package dev.souk.notification.bridge.domain;

import org.jspecify.annotations.NullMarked;

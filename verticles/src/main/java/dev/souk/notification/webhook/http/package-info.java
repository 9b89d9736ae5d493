/** One webhook on its way: the name is looked up, the address checked, connected to and told. */
@NullMarked
package dev.souk.notification.webhook.http;

import org.jspecify.annotations.NullMarked;

/**
 * A merchant's system that takes webhooks, as the Standard Webhooks specification has them, over real HTTP. It fails
 * for a while, and comes back.
 */
@NullMarked
package dev.souk.prove.merchant;

import org.jspecify.annotations.NullMarked;

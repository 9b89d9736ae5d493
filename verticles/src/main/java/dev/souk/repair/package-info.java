/**
 * The words in which features are asked to put something right, and answer.
 */
@NullMarked
package dev.souk.repair;

import org.jspecify.annotations.NullMarked;

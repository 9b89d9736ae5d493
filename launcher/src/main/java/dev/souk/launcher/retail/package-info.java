/**
 * Reads the "Online Retail" data set (Chen, D., 2015, UCI Machine Learning Repository, CC BY 4.0): a catalog and orders
 * of a real gift shop. Pure reading and rules; nothing here talks to the shop.
 */
@NullMarked
package dev.souk.launcher.retail;

import org.jspecify.annotations.NullMarked;

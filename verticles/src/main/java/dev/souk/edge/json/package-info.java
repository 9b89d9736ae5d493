/** The JSON of requests and answers. */
@NullMarked
package dev.souk.edge.json;

import org.jspecify.annotations.NullMarked;

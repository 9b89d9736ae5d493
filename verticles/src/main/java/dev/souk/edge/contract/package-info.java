/** The contract (OpenAPI): operations, their rules, and the compiled schemas that check a body. */
@NullMarked
package dev.souk.edge.contract;

import org.jspecify.annotations.NullMarked;

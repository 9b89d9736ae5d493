/** What is written down of a run: who broke what and when, and what the checker said. The report is made from it and the history. */
@NullMarked
package dev.souk.prove.run;

import org.jspecify.annotations.NullMarked;

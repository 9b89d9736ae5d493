/**
 * The report of a run for a sceptical reader: one page without scripts or outside resources, and JSON.
 *
 * <pre>
 *   RunRecord ─┐
 *   history ───┴─> RunAnalysis (one pass) ─> RunReport ─> NAME.json ─┐
 *                                        every other NAME.json there ┴─> index.html, side by side
 * </pre>
 *
 * <p>{@link dev.souk.prove.report.Report} is the way in.
 */
@NullMarked
package dev.souk.prove.report;

import org.jspecify.annotations.NullMarked;

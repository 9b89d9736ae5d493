// A table whose rows are drawn anew only when what they show has changed.

import {fill, h} from '../lib/dom.js';

/** @param columns names; one that begins with # holds numbers */
export function table(label, columns) {
  const rows = h('tbody');
  let drawn = '';
  const element = h('div.scroll', {tabindex: '0', role: 'region', 'aria-label': label},
    h('table', null, h('thead', null, h('tr', null, columns.map(name => name.startsWith('#')
      ? h('th.number', {scope: 'col'}, name.slice(1)) : h('th', {scope: 'col'}, name)))), rows));
  return {
    element,
    rows,
    /** Shows one row for each of the values; `draw` makes it. */
    show(values, draw) {
      const now = JSON.stringify(values);
      if (now !== drawn) {
        drawn = now;
        fill(rows, values.map(draw));
      }
    },
  };
}

/** A notice in words that something cannot be seen now. */
export function away(why) {
  return h('p.notice', null, why);
}

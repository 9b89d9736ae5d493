// The orders of the person that is signed in, newest first.

import {read, withQuery} from '../lib/api.js';
import {fill, h} from '../lib/dom.js';
import {day, money, plural, title} from '../lib/format.js';
import {has, person} from '../lib/session.js';
import {thumb} from './art.js';
import {chooser} from './people.js';
import {STATUS} from './words.js';

const PAGE = 20;
const THUMBS = 4;

export async function orders({main, signal, entitle}) {
  const mine = !has('operator');
  const heading = mine ? 'My orders' : 'Everybody’s orders';
  entitle(heading);
  if (!person()) {
    fill(main, h('h1', {tabindex: '-1'}, heading),
      h('section.panel', null, h('p', null, 'Sign in to see them.'), chooser()));
    return;
  }
  const list = h('ul.orders', {role: 'list'});
  const more = h('div.pager');
  const page = await read(withQuery('/v1/orders', {limit: PAGE}), {signal});
  fill(main, h('h1', {tabindex: '-1'}, heading), list, more);
  if (page.items.length === 0) {
    fill(more, h('div.empty', null, h('p', null, 'There are none yet.'), h('a.button', {href: '#/'}, 'Look around')));
    return;
  }
  show(page, list, more, signal);
}

function show(page, list, more, signal) {
  list.append(...page.items.map(row));
  if (!page.next) {
    fill(more);
    return;
  }
  const button = h('button.button.quiet', {type: 'button', onclick: async () => {
    button.disabled = true;
    const first = list.children.length;
    show(await read(withQuery('/v1/orders', {limit: PAGE, cursor: page.next}), {signal}), list, more, signal);
    list.children[first]?.querySelector('a').focus();
  }}, 'Older orders');
  fill(more, button);
}

export function pill(status) {
  const [text, mood] = STATUS[status] ?? [status, 'quiet'];
  return h('span.pill', {'data-mood': mood}, text);
}

function row(order) {
  const units = order.lines.reduce((sum, line) => sum + line.quantity, 0);
  const first = title(order.lines[0].name);
  return h('li', null, h('a.order', {href: `#/orders/${order.id}`},
    h('span.thumbs', null, order.lines.slice(0, THUMBS).map(line => thumb(line.sku))),
    h('span.order-what', null,
      h('strong', null, order.lines.length === 1 ? first : `${first} and ${plural(order.lines.length - 1, 'other')}`),
      h('span.when', null, `${day(order.createdAt)} · ${plural(units, 'unit')}`)),
    pill(order.status),
    h('span.price', null, money(order.total))));
}

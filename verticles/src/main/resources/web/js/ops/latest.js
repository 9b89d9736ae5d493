// The newest orders, and how long they took.

import {call} from '../lib/api.js';
import {fill, h} from '../lib/dom.js';
import {clock, money, took} from '../lib/format.js';
import {pill} from '../shop/orders.js';
import {away} from './table.js';

const SHOWN = 12;

export function latest() {
  const rows = h('tbody');
  const why = h('div');
  const element = h('section.panel', null, h('h2', null, 'The newest orders'), why,
    h('div.scroll', {tabindex: '0', role: 'region', 'aria-label': 'The newest orders'},
      h('table', null, h('thead', null, h('tr', null, h('th', {scope: 'col'}, 'Order'), h('th', {scope: 'col'}, 'Accepted'),
        h('th', {scope: 'col'}, 'Status'), h('th.number', {scope: 'col'}, 'To confirmed'), h('th.number', {scope: 'col'}, 'Total'))),
      rows)));
  return {
    element,
    every: 2_000,
    async look(signal) {
      const {body} = await call('GET', `/v1/orders?limit=${SHOWN}`, {signal, cache: 'no-store'});
      fill(why);
      fill(rows, body.items.map(row));
    },
    blind(text) {
      fill(why, away(text));
    },
  };
}

function toConfirmed(order) {
  const confirmed = order.timeline.find(entry => entry.event === 'order.confirmed');
  return confirmed ? Date.parse(confirmed.at) - Date.parse(order.timeline[0].at) : null;
}

function row(order) {
  const time = toConfirmed(order);
  return h('tr', null,
    h('td', null, h('a', {href: `/#/orders/${order.id}`}, h('code', null, order.id.slice(0, 8)))),
    h('td', null, clock(order.createdAt)),
    h('td', null, pill(order.status)),
    h('td.number', null, time === null ? '' : took(time)),
    h('td.number', null, money(order.total)));
}

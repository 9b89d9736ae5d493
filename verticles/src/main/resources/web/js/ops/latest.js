// The newest orders, and how long they took.

import {call} from '../lib/api.js';
import {fill, h} from '../lib/dom.js';
import {clock, count, money, took} from '../lib/format.js';
import {pill} from '../shop/orders.js';

const READ = 100;
const SHOWN = 12;
const RECENT_MILLIS = 10_000;

export function latest() {
  const numbers = h('dl.numbers');
  const rows = h('tbody');
  const why = h('div');
  const element = h('section.panel', null, h('h2', null, 'Orders'), numbers, why,
    h('div.scroll', {tabindex: '0', role: 'region', 'aria-label': 'The newest orders'},
      h('table', null, h('thead', null, h('tr', null, h('th', {scope: 'col'}, 'Order'), h('th', {scope: 'col'}, 'Accepted'),
        h('th', {scope: 'col'}, 'Status'), h('th.number', {scope: 'col'}, 'To confirmed'), h('th.number', {scope: 'col'}, 'Total'))),
      rows)));
  return {
    element,
    every: 2_000,
    async look(signal) {
      const {body, headers} = await call('GET', `/v1/orders?limit=${READ}`, {signal, cache: 'no-store'});
      const now = Date.parse(headers.get('Date')) || Date.now();
      const times = body.items.map(toConfirmed).filter(time => time !== null).sort((a, b) => a - b);
      const recent = body.items.filter(order => Date.parse(order.createdAt) > now - RECENT_MILLIS).length;
      fill(why);
      fill(numbers, [
        ['Accepted, a second', recent >= READ ? `over ${count(READ / 10)}` : (recent * 1_000 / RECENT_MILLIS).toFixed(1)],
        ['To confirmed, median', times.length === 0 ? '–' : took(quantile(times, 0.5))],
        ['To confirmed, p99', times.length === 0 ? '–' : took(quantile(times, 0.99))],
        ['Looked at', count(body.items.length)],
      ].map(([name, value]) => h('div', null, h('dt', null, name), h('dd', null, value))));
      fill(rows, body.items.slice(0, SHOWN).map(row));
    },
    blind(text) {
      fill(why, h('p.notice', null, text));
    },
  };
}

function toConfirmed(order) {
  const confirmed = order.timeline.find(entry => entry.event === 'order.confirmed');
  return confirmed ? Date.parse(confirmed.at) - Date.parse(order.timeline[0].at) : null;
}

function quantile(sorted, q) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))];
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

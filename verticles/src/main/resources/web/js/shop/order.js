// One order: its way through the machine, drawn as it happens.

import {call, read} from '../lib/api.js';
import {fill, h, icon, say} from '../lib/dom.js';
import {clock, day, money, title, took} from '../lib/format.js';
import {follow} from '../lib/live.js';
import {has, person} from '../lib/session.js';
import {toast} from './adding.js';
import {thumb} from './art.js';
import {refresh} from './basket.js';
import {pill} from './orders.js';
import {chooser} from './people.js';
import {ending, EVENTS, lineReason, refusal} from './words.js';

/** The steps of an order that goes well, each with the events that show that it was taken. */
const STEPS = [
  ['Placed', 'The order is durable: from here on it cannot be lost.', ['order.placed']],
  ['Reserved', 'Its units are held on the shelf.', ['order.reserved']],
  ['Authorised', 'The bank has set the money aside.', ['payment.authorized', 'order.confirmed']],
  ['Confirmed', 'Sold: the units are the buyer’s.', ['order.confirmed']],
  ['Captured', 'Charged, once.', ['payment.captured']],
];
const ENDS = ['REJECTED', 'PAYMENT_FAILED', 'CANCELLED', 'EXPIRED', 'REFUNDED'];
const CHECK = 'M5 12.5l4.500 4.500L19 7.500';
const CROSS = 'M7 7l10 10M17 7L7 17';

export async function order(view) {
  const {main, path, params, signal, entitle} = view;
  const [id] = path;
  entitle('Order');
  if (!person()) {
    fill(main, h('h1', {tabindex: '-1'}, 'An order'),
      h('section.panel', null, h('p', null, 'Sign in as the one who placed it to see it.'), chooser()));
    return;
  }
  const found = await read(`/v1/orders/${id}`, {signal, cache: 'no-store'});
  const parts = {
    pill: h('span'), live: h('span.live', {'data-state': 'waiting'}, 'Connecting'), why: h('div'), way: h('ol.way'),
    lines: h('div'), entries: h('tbody'), acts: h('div.acts'), money: h('dl.facts'),
  };
  fill(main,
    params.has('again')
      ? h('p.notice', {role: 'status'}, 'This cart was ordered already, perhaps in another tab. This is that order; no second one was made.')
      : null,
    h('div.order-head', null,
      h('div', null,
        h('h1', {tabindex: '-1'}, 'Order ', h('span.short-id', null, found.id.slice(0, 8))),
        h('p.when', null, day(found.createdAt))),
      h('div.order-state', null, parts.live, parts.pill)),
    parts.why,
    h('section.panel', {'aria-label': 'The way of the order'}, parts.way),
    h('div.halves', null,
      h('section.panel', null, h('h2', null, 'Items'), parts.lines),
      h('section.panel', null, h('h2', null, 'Payment'), parts.money, parts.acts)),
    h('details.panel', null, h('summary', null, 'Every entry of the timeline'),
      h('div.scroll', {tabindex: '0', role: 'region', 'aria-label': 'Timeline'},
        h('table', null, h('thead', null, h('tr', null,
          ['No.', 'Time', 'What', 'Status', 'Why', 'Trace'].map(name => h('th', {scope: 'col'}, name)))),
        parts.entries))),
    h('p.hint', null, 'Order id ', h('code', null, found.id)));
  show(parts, found, view);
  watch(parts, found, view);
}

/** Draws each entry as it comes; what an entry does not tell of (money, reasons of lines) is read behind it. */
function watch(parts, first, view) {
  let shown = first;
  let reading = null;
  const readAgain = () => {
    reading ??= read(`/v1/orders/${first.id}`, {signal: view.signal, cache: 'no-store'}).then(fresh => {
      // Entries that came by the stream meanwhile are not taken back.
      if (fresh.timeline.length >= shown.timeline.length) {
        shown = fresh;
        show(parts, fresh, view);
      }
    }, () => undefined).finally(() => {
      reading = null;
    });
  };
  const last = first.timeline.at(-1)?.seq ?? 0;
  follow(first.id, last, {
    signal: view.signal,
    onEntry: entry => {
      shown = {...shown, status: entry.status, timeline: [...shown.timeline, entry]};
      show(parts, shown, view);
      say(`${EVENTS[entry.event] ?? entry.event}`);
      readAgain();
      if (entry.event === 'order.confirmed') {
        // Bought lines leave the cart.
        setTimeout(() => refresh().catch(() => undefined), 700);
      }
    },
    onState: state => {
      parts.live.dataset.state = state;
      parts.live.textContent = {live: 'Live', waiting: 'Connecting', ended: 'Complete'}[state];
    },
  });
}

function show(parts, order, view) {
  fill(parts.pill, pill(order.status));
  const why = ending(order);
  fill(parts.why, why ? h('p.notice', {'data-status': order.status, role: 'status'}, why) : null);
  drawWay(parts.way, order);
  fill(parts.lines, h('ul.small-lines.with-art', {role: 'list'}, order.lines.map(line => h('li', null,
    thumb(line.sku),
    h('span', null, `${line.quantity} × ${title(line.name)}`,
      line.reason ? h('strong.line-reason', null, ` ${lineReason(line.reason)}`) : null),
    h('span', null, money(line.lineTotal))))));
  const {authorized, captured, refunded} = order.payment;
  const facts = [['Total', order.total], ['Authorised', authorized], ['Captured', captured], ['Given back', refunded]];
  fill(parts.money, facts.map(([name, value]) =>
    h('div', null, h('dt', null, name), h('dd', null, money(value)))));
  fill(parts.entries, order.timeline.map(entry => h('tr', null,
    h('td', null, entry.seq), h('td', null, clock(entry.at)), h('td', null, EVENTS[entry.event] ?? entry.event),
    h('td', null, entry.status), h('td', null, entry.reason ?? ''),
    h('td', null, entry.traceId ? h('code', null, entry.traceId) : ''))));
  fill(parts.acts, cancellable(order) ? cancelButton(order, view) : null);
}

function drawWay(way, order) {
  const ended = ENDS.includes(order.status);
  const start = Date.parse(order.timeline[0]?.at ?? order.createdAt);
  const taken = STEPS.map(([name, about, events]) => ({name, about,
    entry: order.timeline.find(entry => events.includes(entry.event))}));
  const now = ended ? -1 : taken.findIndex(step => !step.entry);
  const steps = taken.filter(step => step.entry || !ended).map((step, index) =>
    drawStep(step, step.entry ? 'done' : index === now ? 'now' : 'next', start));
  if (ended) {
    const entry = [...order.timeline].reverse().find(last => last.status === order.status && last.event.startsWith('order.'));
    steps.push(drawStep({name: EVENTS[entry?.event] ?? order.status, about: '', entry}, 'end', start));
  }
  fill(way, steps);
}

function drawStep({name, about, entry}, state, start) {
  return h('li.step', {'data-state': state, 'aria-current': state === 'now' ? 'step' : null},
    h('span.mark', null, state === 'done' ? icon(CHECK) : state === 'end' ? icon(CROSS) : null),
    h('div.step-text', null,
      h('strong', null, name),
      h('span.about', null, about),
      entry ? [
        h('span.at', null, h('time', {datetime: entry.at}, clock(entry.at)),
          h('span.delta', null, Date.parse(entry.at) === start ? 'start' : `+${took(Date.parse(entry.at) - start)}`)),
        entry.traceId ? copyButton(entry.traceId, name) : null,
      ] : h('span.at', null, state === 'now' ? 'on its way…' : '')));
}

function copyButton(trace, name) {
  return h('button.trace', {type: 'button', title: trace, 'aria-label': `trace ${trace.slice(0, 8)}: copy the whole id, of ${name}`,
    onclick: async () => {
      await navigator.clipboard.writeText(trace);
      toast('The trace id is copied.');
    }}, `trace ${trace.slice(0, 8)}`);
}

function cancellable(order) {
  return ['PENDING', 'RESERVED', 'CONFIRMED'].includes(order.status) && (has('customer') || has('operator'));
}

function cancelButton(order, view) {
  const button = h('button.button.quiet', {type: 'button', onclick: async () => {
    button.disabled = true;
    try {
      await call('POST', `/v1/orders/${order.id}/cancel`, {signal: view.signal});
    } catch (failure) {
      toast(refusal(failure));
      button.disabled = false;
    }
  }}, 'Cancel this order');
  return button;
}

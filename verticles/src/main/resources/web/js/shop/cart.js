// The cart, and the way to the checkout.

import {fill, h, say} from '../lib/dom.js';
import {money, plural, title} from '../lib/format.js';
import {toast} from './adding.js';
import {thumb} from './art.js';
import {CartChanged, observe, refresh, set, takeNotes, units} from './basket.js';
import {mergeReason, refusal} from './words.js';

export async function cart({main, signal, entitle}) {
  entitle('Cart');
  await refresh();
  const heading = h('h1', {tabindex: '-1'}, 'Cart');
  const notes = h('div');
  const body = h('div');
  fill(main, heading, notes, body);
  showNotes(notes);
  observe(now => show(body, now), signal);
}

/** The lines that could not come over when the guest's cart went into the customer's. */
export function showNotes(place) {
  const notes = takeNotes();
  if (notes.length > 0) {
    fill(place, h('div.notice', {role: 'status'},
      h('p', null, 'Your two carts are one now. Not everything could come along:'),
      h('ul', null, notes.map(note =>
        h('li', null, `${note.sku}: ${note.quantity} of ${note.wanted} (${mergeReason(note.reason)})`)))));
  }
}

function show(body, now) {
  if (!now || now.lines.length === 0) {
    fill(body, h('div.empty', null,
      h('p', null, 'There is nothing in it yet.'),
      h('a.button', {href: '#/'}, 'Look around')));
    return;
  }
  // Where the focus was is found again by its name.
  const focused = body.contains(document.activeElement) ? document.activeElement.id : '';
  fill(body, h('div.till', null,
    h('ul.lines', {role: 'list'}, now.lines.map((line, index) => row(line, index))),
    h('aside.sum', {'aria-label': 'Sum'},
      h('dl', null,
        h('div', null, h('dt', null, plural(units(now), 'unit')), h('dd.price', null, money(now.total)))),
      now.total
        ? h('a.button.wide', {href: '#/checkout'}, 'Checkout')
        : h('p.notice', null, 'The prices are in different currencies, which cannot be ordered together.'))));
  if (focused) {
    document.getElementById(focused)?.focus();
  }
}

function row(line, index) {
  const name = title(line.name);
  const field = h('input', {id: `line-${index}`, type: 'number', min: 1, max: 1_000_000, value: line.quantity,
    inputmode: 'numeric', 'aria-label': `Units of ${name}`});
  const change = quantity => update(line.sku, quantity, name);
  field.addEventListener('change', () => change(Math.max(1, Math.trunc(field.valueAsNumber) || line.quantity)));
  return h('li.line', null,
    h('a.line-art', {href: `#/p/${encodeURIComponent(line.sku)}`, tabindex: '-1', 'aria-hidden': 'true'},
      thumb(line.sku)),
    h('div.line-name', null,
      h('a', {href: `#/p/${encodeURIComponent(line.sku)}`}, name),
      h('span.unit', null, `${money(line.unitPrice)} each`)),
    h('div.stepper', null,
      h('button', {id: `less-${index}`, type: 'button', 'aria-label': `One ${name} less`, disabled: line.quantity <= 1,
        onclick: () => change(line.quantity - 1)}, '−'),
      field,
      h('button', {id: `more-${index}`, type: 'button', 'aria-label': `One ${name} more`,
        onclick: () => change(line.quantity + 1)}, '+')),
    h('span.price', null, money(line.lineTotal)),
    h('button.remove', {type: 'button', 'aria-label': `Remove ${name}`, onclick: () => change(0)}, 'Remove'));
}

async function update(sku, quantity, name) {
  try {
    await set(sku, quantity);
    say(quantity === 0 ? `${name} was taken out` : `${name}: ${plural(quantity, 'unit')}`);
  } catch (failure) {
    toast(failure instanceof CartChanged ? failure.message : refusal(failure));
  }
}

// The checkout: who buys, with which card, for what sum. An attempt that has no answer yet is gone on with as soon as the
// page is there again.

import {Problem} from '../lib/api.js';
import {fill, h, say} from '../lib/dom.js';
import {money, plural, title} from '../lib/format.js';
import {config, has, person, whenChanged} from '../lib/session.js';
import {basket, refresh, units} from './basket.js';
import {showNotes} from './cart.js';
import {chooser} from './people.js';
import {place, unanswered} from './placing.js';
import {CARDS, refusal} from './words.js';

export async function checkout(view) {
  const {main, signal, entitle, go} = view;
  entitle('Checkout');
  const body = h('div');
  const notes = h('div');
  fill(main, h('h1', {tabindex: '-1'}, 'Checkout'), notes, body);
  const show = async () => {
    if (signal.aborted) {
      return;
    }
    const attempt = unanswered();
    if (attempt) {
      await order(body, attempt.body, go);
      return;
    }
    await refresh();
    showNotes(notes);
    const cart = basket();
    if (!cart || cart.lines.length === 0) {
      go('#/cart');
    } else if (has('customer')) {
      fill(body, till(cart, body, go));
    } else {
      fill(body, h('section.panel', null, h('h2', null, 'Who is buying?'),
        h('p', null, 'Your cart stays as it is, and becomes yours.'), chooser()));
    }
  };
  whenChanged(show, signal);
  await show();
}

function till(cart, body, go) {
  const form = h('form.till', {novalidate: true},
    h('div', null,
      h('fieldset.panel', null, h('legend', null, 'Card'), cards()),
      h('section.panel', null,
        h('h2', null, 'Where to'),
        h('p.hint', null, 'Both may stay empty: this shop has nothing to carry.'),
        h('label', {for: 'email'}, 'Mail address'),
        h('input', {id: 'email', name: 'email', type: 'email', maxlength: 254, autocomplete: 'email'}),
        h('label', {for: 'ship-to'}, 'Address'),
        h('textarea', {id: 'ship-to', name: 'shipTo', rows: 2, maxlength: 1000, autocomplete: 'street-address'}))),
    h('aside.sum', {'aria-label': 'Sum'},
      h('p.buyer', null, 'For ', h('strong', null, person().name)),
      h('ul.small-lines', {role: 'list'}, cart.lines.map(line =>
        h('li', null, h('span', null, `${line.quantity} × ${title(line.name)}`), h('span', null, money(line.lineTotal))))),
      h('dl', null, h('div', null, h('dt', null, plural(units(cart), 'unit')),
        h('dd.price.large', null, money(cart.total)))),
      h('button.button.wide', {id: 'place', type: 'submit'}, `Place order for ${money(cart.total)}`),
      h('a.back', {href: '#/cart'}, 'Back to the cart'),
      h('div', {id: 'refusal', role: 'alert'})));
  form.addEventListener('submit', event => {
    event.preventDefault();
    order(body, read(form, cart), go);
  });
  return form;
}

function cards() {
  const known = config().cards;
  if (known.length === 0) {
    return h('label', null, 'Token of the payment provider',
      h('input', {name: 'card', required: true, maxlength: 255, autocomplete: 'off'}));
  }
  return h('div.cards', null, known.map((token, index) => {
    const [name, about] = CARDS[token] ?? [token, ''];
    return h('label.choice', null,
      h('input', {type: 'radio', name: 'card', value: token, checked: index === 0}),
      h('span.choice-text', null, h('strong', null, name), h('span', null, about)));
  }));
}

function read(form, cart) {
  const values = new FormData(form);
  const order = {cartId: cart.id, payment: {token: values.get('card')}, expectedTotal: cart.total};
  for (const name of ['email', 'shipTo']) {
    const value = values.get(name).trim();
    if (value) {
      order[name] = value;
    }
  }
  return order;
}

/** Places the order and goes to it; or says in words why there is none. */
async function order(body, request, go) {
  const button = document.getElementById('place');
  const waiting = h('section.panel.waiting', {role: 'status'}, h('p', null, 'Placing your order…'));
  if (button) {
    button.disabled = true;
    button.textContent = 'Placing your order…';
    fill(document.getElementById('refusal'));
  } else {
    fill(body, waiting);
  }
  const lost = tries => {
    const text = tries === 1
      ? 'The answer was lost. The shop is asked again, with the same key: there will be one order.'
      : `Still no answer. Asked again ${tries} times, with the same key: there will be one order.`;
    fill(document.getElementById('refusal') ?? waiting, h('p.notice', null, text));
  };
  try {
    const placed = await place(request, lost);
    say('Your order is placed');
    go(`#/orders/${placed.id}`);
  } catch (failure) {
    await refused(body, failure, go);
  }
}

async function refused(body, failure, go) {
  if (failure instanceof Problem && failure.code === 'cart_ordered') {
    go(`#/orders/${failure.document.orderId}?again`);
    return;
  }
  await refresh();
  const cart = basket();
  if (cart && cart.lines.length > 0 && has('customer')) {
    const chosen = document.querySelector('input[name=card]:checked')?.value;
    fill(body, till(cart, body, go));
    const again = [...document.querySelectorAll('input[name=card]')].find(input => input.value === chosen);
    if (again) {
      again.checked = true;
    }
  } else {
    fill(body);
  }
  const place = document.getElementById('refusal') ?? body;
  fill(place, h('div.notice.bad', {role: place === body ? 'alert' : null}, h('p', null, refusal(failure)),
    failure.traceId ? h('p.trace', null, 'Trace ', h('code', null, failure.traceId)) : null),
  place === body ? h('div.empty', null, h('a.button', {href: '#/orders'}, 'My orders')) : null);
}

// The shop window: the header, and one view at a time, named by the fragment of the address.

import {Problem, watch} from '../lib/api.js';
import {fill, h, say} from '../lib/dom.js';
import {open, whenChanged} from '../lib/session.js';
import {observe, start, units} from './basket.js';
import {cart} from './cart.js';
import {catalog} from './catalog.js';
import {checkout} from './checkout.js';
import {order} from './order.js';
import {orders} from './orders.js';
import {openPeople} from './people.js';
import {unanswered} from './placing.js';
import {product} from './product.js';
import {refusal} from './words.js';

const VIEWS = {'': catalog, p: product, cart, checkout, orders: view => (view.path.length > 0 ? order : orders)(view)};
/** A page that one person saw is not shown to the next. */
const PERSONAL = ['cart', 'orders'];

const main = document.getElementById('main');
let leaving = new AbortController();
let first = true;

function go(hash) {
  if (location.hash === hash) {
    show();
  } else {
    location.hash = hash;
  }
}

function address() {
  const [path, query = ''] = location.hash.replace(/^#\/?/, '').split('?');
  const [name, ...rest] = path.split('/');
  return {name, path: rest.map(decodeURIComponent), params: new URLSearchParams(query)};
}

async function show() {
  if (location.hash === '#main') {
    return;
  }
  leaving.abort(new DOMException('left', 'AbortError'));
  leaving = new AbortController();
  const {signal} = leaving;
  const {name, path, params} = address();
  document.querySelectorAll('.tool[href]').forEach(link => {
    if (link.getAttribute('href') === `#/${name}`) {
      link.setAttribute('aria-current', 'page');
    } else {
      link.removeAttribute('aria-current');
    }
  });
  document.getElementById('toasts').replaceChildren();
  main.setAttribute('aria-busy', 'true');
  try {
    const view = VIEWS[name] ?? missing;
    await view({main, path, params, signal, go, entitle: title => {
      document.title = `${title} · Souk`;
    }});
  } catch (failure) {
    if (signal.aborted) {
      return;
    }
    showFailure(failure);
  }
  if (!signal.aborted) {
    main.removeAttribute('aria-busy');
    arrive();
  }
}

/** The next view begins at its heading, also for who does not see it. */
function arrive() {
  if (!first) {
    scrollTo(0, 0);
    main.querySelector('h1')?.focus({preventScroll: true});
  }
  first = false;
}

function missing() {
  throw new Error('There is no such page.');
}

function showFailure(failure) {
  const gone = failure instanceof Problem && failure.status === 404;
  const heading = gone ? 'Not here' : 'That did not work';
  const words = gone
    ? {order_not_found: 'There is no such order, or it is somebody else’s.',
      product_not_found: 'This product is not for sale, or no longer.'}[failure.code] ?? refusal(failure)
    : refusal(failure);
  document.title = `${heading} · Souk`;
  fill(main, h('div.empty', null,
    h('h1', {tabindex: '-1'}, heading),
    h('p', null, words),
    failure.traceId ? h('p.trace', null, 'Trace ', h('code', null, failure.traceId)) : null,
    gone
      ? h('a.button', {href: '#/'}, 'Look around')
      : h('button.button', {type: 'button', onclick: show}, 'Try again')));
}

function header() {
  const form = document.getElementById('search');
  form.addEventListener('submit', event => {
    event.preventDefault();
    const query = document.getElementById('query').value.trim();
    go(query ? `#/?q=${encodeURIComponent(query)}` : '#/');
  });
  const badge = document.getElementById('cart-count');
  observe(now => {
    const number = units(now);
    badge.hidden = number === 0;
    badge.textContent = number > 999 ? '999+' : number;
    document.getElementById('to-cart').setAttribute('aria-label', number === 0 ? 'Cart, empty' : `Cart, ${number} units`);
  });
  const offline = document.getElementById('offline');
  watch(reached => {
    if (offline.hidden !== reached) {
      offline.hidden = reached;
      offline.textContent = reached ? '' : 'The shop does not answer. Trying again…';
      if (reached) {
        say('The shop answers again');
      }
    }
  });
}

async function begin() {
  header();
  try {
    await open();
  } catch (failure) {
    showFailure(failure);
    document.querySelector('.empty .button').addEventListener('click', () => location.reload());
    return;
  }
  openPeople();
  whenChanged(() => {
    if (PERSONAL.includes(address().name)) {
      show();
    }
  });
  addEventListener('hashchange', show);
  start().catch(() => undefined);
  if (unanswered() && address().name !== 'checkout') {
    location.replace('#/checkout');
  } else {
    await show();
  }
}

begin();


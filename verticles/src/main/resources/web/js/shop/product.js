// One product, and how many of it there are at this moment.

import {read, sku as encoded} from '../lib/api.js';
import {fill, h, pause, say} from '../lib/dom.js';
import {count, money, plural, title} from '../lib/format.js';
import {addButton} from './adding.js';
import {art} from './art.js';

const LOOK_MILLIS = 2_000;
const FEW = 10;

export async function product({main, path, signal, entitle}) {
  const [sku] = path;
  const found = await read(`/v1/products/${encoded(sku)}`, {signal});
  const name = title(found.name);
  entitle(name);
  const quantity = h('input', {id: 'quantity', type: 'number', min: 1, max: 1_000_000, value: 1, inputmode: 'numeric'});
  const button = addButton(found, {quantity: () => Math.max(1, Math.trunc(quantity.valueAsNumber) || 1)});
  const level = h('p.level', {'data-state': 'unknown'}, h('span.dot'), h('span.level-text', null, 'Looking on the shelf…'));
  fill(main,
    h('nav.crumbs', {'aria-label': 'Where you are'},
      h('a', {href: '#/'}, 'Everything'),
      found.category
        ? h('a', {href: `#/?category=${encodeURIComponent(found.category)}`}, title(found.category.toUpperCase()))
        : null),
    h('article.product', null,
      h('div.product-art', null, art(found.sku, found.category)),
      h('div.product-body', null,
        h('h1', {tabindex: '-1'}, name),
        h('p.sku', null, 'SKU ', h('code', null, found.sku)),
        h('p.price.large', null, money(found.price)),
        level,
        found.description && title(found.description) !== name ? h('p.description', null, found.description) : null,
        h('div.buy', null,
          h('label', {for: 'quantity'}, 'Units'),
          quantity,
          button))));
  watchLevel(found.sku, level, button, signal);
}

/** Asks again and again while the page is looked at; stock is one row that changes with every order. */
async function watchLevel(sku, level, button, signal) {
  let last = null;
  while (!signal.aborted) {
    if (document.visibilityState === 'visible') {
      try {
        const {available} = await read(`/v1/stock/${encoded(sku)}`, {signal, cache: 'no-store'});
        if (available !== last) {
          show(level, button, available, last);
          last = available;
        }
      } catch (failure) {
        if (failure.code === 'sku_not_found') {
          show(level, button, 0, last);
          return;
        }
        if (signal.aborted) {
          return;
        }
        showUnknown(level);
        last = null;
      }
    }
    await pause(LOOK_MILLIS, signal).catch(() => undefined);
  }
}

function show(level, button, available, last) {
  const state = available === 0 ? 'none' : available <= FEW ? 'few' : 'some';
  const text = available === 0 ? 'Sold out'
    : available <= FEW ? `Only ${count(available)} left` : `${plural(available, 'unit')} on the shelf`;
  level.dataset.state = state;
  level.querySelector('.level-text').textContent = text;
  button.disabled = available === 0;
  if (last !== null) {
    level.classList.remove('changed');
    // A style that is read between makes the animation run again.
    void level.offsetWidth;
    level.classList.add('changed');
    if (state !== 'some' || last === 0) {
      say(text);
    }
  }
}

function showUnknown(level) {
  level.dataset.state = 'unknown';
  level.querySelector('.level-text').textContent = 'The shelf cannot be seen just now';
}

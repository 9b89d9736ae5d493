// The button that puts a product into the cart, and the word that it did.

import {fill, h, say} from '../lib/dom.js';
import {title} from '../lib/format.js';
import {add} from './basket.js';
import {refusal} from './words.js';

const SHOWN_MILLIS = 5_000;

/**
 * @param {() => number} quantity of units, when it is pressed
 */
export function addButton(product, {small = false, quantity = () => 1} = {}) {
  const name = title(product.name);
  const button = h(small ? 'button.button.small' : 'button.button.wide', {type: 'button'},
    small ? 'Add' : 'Add to cart');
  if (small) {
    button.setAttribute('aria-label', `Add ${name} to the cart`);
  }
  button.addEventListener('click', async () => {
    if (button.getAttribute('aria-busy') === 'true') {
      return;
    }
    button.setAttribute('aria-busy', 'true');
    try {
      await add(product.sku, quantity());
      toast(`${name} is in the cart.`, h('a', {href: '#/cart'}, 'Open the cart'));
    } catch (failure) {
      toast(refusal(failure));
    } finally {
      button.removeAttribute('aria-busy');
    }
  });
  return button;
}

/** A few words at the edge of the window, for a few seconds. */
export function toast(text, ...more) {
  const shown = h('div.toast', null, h('span', null, text), more);
  fill(document.getElementById('toasts'), shown);
  say(text);
  setTimeout(() => shown.remove(), SHOWN_MILLIS);
}

// The cart. A guest's is known by its id alone, which this browser keeps; a customer has one, found by the token. At the
// sign-in the guest's goes into the customer's. Every change names the version that it was made of (If-Match), so that of
// two tabs neither overwrites the other.

import {call, Problem, read, sku as encoded} from '../lib/api.js';
import {has, whenChanged} from '../lib/session.js';

const GUEST = 'souk.cart';
const TRIES = 5;

let current = null;
let notes = [];
/** The merge of the earlier cart; reads and changes of the cart wait for it. */
let arriving = Promise.resolve();
const listeners = new Set();
const tabs = new BroadcastChannel('souk.cart');

/** Another tab changed the cart that this one was about to change. */
export class CartChanged extends Error {
  constructor() {
    super('The cart was changed elsewhere, perhaps in another tab. This is how it is now.');
    this.name = 'CartChanged';
  }
}

/** Calls back with the cart, now and at each change; null: there is none. */
export function observe(listener, signal) {
  listeners.add(listener);
  signal?.addEventListener('abort', () => listeners.delete(listener), {once: true});
  listener(current);
}

export function basket() {
  return current;
}

export function units(cart) {
  return cart?.lines.reduce((sum, line) => sum + line.quantity, 0) ?? 0;
}

/** The lines that the last merge could not take over as they were; told once. */
export function takeNotes() {
  const taken = notes;
  notes = [];
  return taken;
}

/** Finds the cart of before, and keeps it as it is in other tabs. */
export async function start() {
  tabs.addEventListener('message', () => refresh().catch(() => undefined));
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') {
      refresh().catch(() => undefined);
    }
  });
  whenChanged(() => {
    show(null);
    arriving = arrive().catch(() => undefined);
  });
  arriving = arrive().catch(() => undefined);
  await arriving;
}

/** A person that signs in brings the earlier cart. */
async function arrive() {
  const guest = localStorage.getItem(GUEST);
  if (!has('customer') || !guest) {
    return look();
  }
  try {
    const merged = (await call('POST', `/v1/carts/${guest}/merge`)).body;
    localStorage.removeItem(GUEST);
    notes.push(...merged.changes);
    changed(merged);
  } catch (failure) {
    if (!(failure instanceof Problem) || failure.status !== 404) {
      throw failure;
    }
    // Expired, or merged by another tab.
    localStorage.removeItem(GUEST);
    await look();
  }
  return current;
}

/** Reads the cart as it is now. */
export async function refresh() {
  await arriving;
  return look();
}

async function look() {
  if (has('customer')) {
    show((await call('POST', '/v1/carts')).body);
    return current;
  }
  const guest = localStorage.getItem(GUEST);
  try {
    show(guest ? await read(`/v1/carts/${guest}`) : null);
  } catch (failure) {
    if (!(failure instanceof Problem) || failure.status !== 404) {
      throw failure;
    }
    localStorage.removeItem(GUEST);
    show(null);
  }
  return current;
}

async function present() {
  await arriving;
  if (current) {
    return current;
  }
  const opened = (await call('POST', '/v1/carts')).body;
  if (!has('customer')) {
    localStorage.setItem(GUEST, opened.id);
  }
  current = opened;
  return opened;
}

/** Puts so many more units of a product into the cart, beside what other tabs put there. */
export async function add(sku, quantity) {
  for (let tries = 1; ; tries++) {
    const cart = await present();
    const there = cart.lines.find(line => line.sku === sku)?.quantity ?? 0;
    try {
      return changed(await put(cart, sku, there + quantity));
    } catch (failure) {
      await recover(failure, tries);
    }
  }
}

async function recover(failure, tries) {
  const stale = failure instanceof Problem && (failure.status === 412 || failure.code === 'cart_not_found');
  if (!stale || tries >= TRIES) {
    throw failure;
  }
  await refresh();
}

async function put(cart, sku, quantity) {
  const answer = await call('PUT', `/v1/carts/${cart.id}/lines/${encoded(sku)}`,
    {body: {quantity}, headers: {'If-Match': `"${cart.version}"`}});
  return answer.body;
}

/**
 * Sets the units of a line; 0 takes it out.
 *
 * @throws {CartChanged} after which the cart is as it is now
 */
export async function set(sku, quantity) {
  const cart = current;
  try {
    const next = quantity > 0
      ? await put(cart, sku, quantity)
      : (await call('DELETE', `/v1/carts/${cart.id}/lines/${encoded(sku)}`,
        {headers: {'If-Match': `"${cart.version}"`}})).body;
    return changed(next);
  } catch (failure) {
    if (failure instanceof Problem && (failure.status === 412 || failure.code === 'line_not_found')) {
      await refresh();
      throw new CartChanged();
    }
    throw failure;
  }
}

function changed(cart) {
  show(cart);
  tabs.postMessage('changed');
  return cart;
}

function show(cart) {
  current = cart;
  listeners.forEach(listener => listener(cart));
}

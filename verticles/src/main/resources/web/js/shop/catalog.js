// The shelves: search, categories, and pages by key.

import {read, withQuery} from '../lib/api.js';
import {fill, h, say} from '../lib/dom.js';
import {money, title} from '../lib/format.js';
import {addButton} from './adding.js';
import {art} from './art.js';

const PAGE = 24;
/** The contract has no list of categories: they are learned from the first so many pages of a hundred products. */
const LEARNED_PAGES = 10;

let learning = null;
/** For a page that was come to by "Next": where it came from. */
const before = new Map();

export async function catalog({main, params, signal, entitle}) {
  const query = params.get('q') ?? '';
  const category = params.get('category') ?? '';
  const cursor = params.get('cursor') ?? '';
  document.getElementById('query').value = query;
  const page = await read(withQuery('/v1/products', {query, category, limit: PAGE, cursor}), {signal});
  const heading = query ? `Results for “${query}”` : category ? title(category.toUpperCase()) : 'Everything in the souk';
  entitle(heading);
  const chips = h('nav.chips', {'aria-label': 'Categories'});
  fill(main,
    h('div.shelf-head', null,
      h('h1', {tabindex: '-1'}, heading),
      query || category ? null : h('p.lead', null, 'Buy something. Then follow it, step by step, through the machine.')),
    chips,
    page.items.length === 0 ? nothing(query, category) : shelf(page.items),
    pager(page, {q: query, category, cursor}));
  say(`${heading}: ${page.items.length} products on this page`);
  learn().then(known => showChips(chips, known, category), () => undefined);
}

function shelf(products) {
  return h('ul.shelf', {role: 'list'}, products.map(product => h('li.card', null,
    h('a.card-link', {href: `#/p/${encodeURIComponent(product.sku)}`},
      h('div.card-art', null, art(product.sku, product.category)),
      h('h2.card-name', null, title(product.name))),
    h('div.card-foot', null,
      h('span.price', null, money(product.price)),
      addButton(product, {small: true})))));
}

function nothing(query, category) {
  return h('div.empty', null,
    h('p', null, query ? `Nothing is called “${query}”${category ? ' in this category' : ''}.` : 'These shelves are empty.'),
    h('p', null, query
      ? 'Every word you give is the beginning of a word in a product’s name or its SKU.'
      : 'A merchant fills them: souk import, or PUT /v1/products.'),
    query || category ? h('a.button', {href: '#/'}, 'Show everything') : null);
}

function pager(page, {q, category, cursor}) {
  const at = to => `#${withQuery('/', {q, category, cursor: to})}`;
  if (page.next) {
    before.set(page.next, cursor);
  }
  if (!page.next && !cursor) {
    return null;
  }
  const back = before.get(cursor) ?? '';
  return h('nav.pager', {'aria-label': 'Pages'},
    cursor ? h('a.button.quiet', {href: at(back), rel: 'prev'}, back ? 'Previous page' : 'First page') : h('span'),
    page.next ? h('a.button', {href: at(page.next), rel: 'next'}, 'Next page') : h('span.end', null, 'That is all.'));
}

/** @returns {Promise<string[]>} names of categories, in order; asked for once in the life of the page */
function learn() {
  learning ??= walk().catch(failure => {
    learning = null;
    throw failure;
  });
  return learning;
}

async function walk() {
  const names = new Set();
  let cursor = '';
  for (let pages = 0; pages < LEARNED_PAGES; pages++) {
    const page = await read(withQuery('/v1/products', {limit: 100, cursor}));
    page.items.forEach(product => product.category && names.add(product.category));
    if (!page.next) {
      break;
    }
    cursor = page.next;
  }
  return [...names].sort((a, b) => a.localeCompare(b));
}

function showChips(nav, known, chosen) {
  const chip = (name, text) => h('a.chip', {
    href: `#${withQuery('/', {category: name})}`,
    'aria-current': name === chosen ? 'page' : null,
  }, text);
  fill(nav, chip('', 'Everything'), known.map(name => chip(name, title(name.toUpperCase()))));
  const current = nav.querySelector('[aria-current]');
  const right = current ? current.offsetLeft - nav.offsetLeft + current.offsetWidth : 0;
  if (right > nav.clientWidth) {
    nav.scrollLeft = right - nav.clientWidth / 2;
  }
}


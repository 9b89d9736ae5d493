// The ring of the Redis Cluster, as GET /v1/ops/redis has it, where a typed key lives, and what is hot.

import {call, withQuery} from '../lib/api.js';
import {fill, h, s, say} from '../lib/dom.js';
import {count} from '../lib/format.js';
import {refusal} from '../shop/words.js';
import {rate} from './nodes.js';
import {away, table} from './table.js';

const SLOTS = 16_384;
const COLOURS = 6;
const STATES = {OK: ['Works', 'good'], SUSPECTED: ['Suspected', 'open'], FAILED: ['Failed', 'bad'], DISCONNECTED: ['No link', 'open']};

export function ring() {
  const why = h('div');
  const covered = h('p.hint');
  const slots = h('div.bar.slots');
  const masters = table('Nodes of Redis', ['Node', 'State', 'Slots', 'Replicas']);
  const place = h('p.place', {role: 'status'});
  let drawn = '';
  return {
    element: h('section.panel', {'aria-labelledby': 'ring'}, h('h2', {id: 'ring'}, 'The Redis ring'), why, slots, covered,
      masters.element, look(place), place),
    every: 1_000,
    name: 'redis',
    path: '/v1/ops/redis',
    show(view) {
      fill(why, view.unreachable ? away(`Redis: ${view.unreachable}. The shop goes on without it.`) : null);
      covered.textContent = view.unreachable ? '' : `${count(view.coveredSlots)} of ${count(SLOTS)} slots have a master; told by ${view.toldBy}`;
      const own = view.nodes.filter(node => !node.master);
      const now = JSON.stringify(own);
      if (now !== drawn) {
        drawn = now;
        fill(slots, bar(own));
      }
      masters.show(own.map(master => [master, view.nodes.filter(node => node.master === master.address)]), row);
    },
    blind(text) {
      fill(why, away(text));
    },
  };
}

function bar(masters) {
  return s('svg', {viewBox: `0 0 ${SLOTS} 10`, preserveAspectRatio: 'none', 'aria-hidden': 'true'},
    masters.flatMap((master, index) => master.slots.map(range => s(`rect.slot-${index % COLOURS + 1}`,
      {x: range.from, y: 0, width: range.to - range.from + 1, height: 10}))));
}

function row([master, replicas], index) {
  return h('tr', null,
    h('th', {scope: 'row'}, h(`span.key.slot-key-${index % COLOURS + 1}`), master.address),
    h('td', null, state(master.state)),
    h('td', null, master.slots.length === 0 ? 'none' : master.slots.map(range =>
      range.from === range.to ? String(range.from) : `${range.from}–${range.to}`).join(', ')),
    h('td', null, replicas.length === 0 ? 'none' : replicas.map(replica => [replica.address, ' ', state(replica.state), ' '])));
}

function state(name) {
  const [word, mood] = STATES[name] ?? [name, 'quiet'];
  return h('span.pill', {'data-mood': mood}, word);
}

function look(place) {
  const field = h('input', {id: 'redis-key', required: true, maxlength: '512', autocomplete: 'off', spellcheck: 'false',
    placeholder: 'product:85123A'});
  return h('form.look', {onsubmit: async event => {
    event.preventDefault();
    try {
      const {body} = await call('GET', withQuery('/v1/ops/redis', {key: field.value}), {cache: 'no-store'});
      place.textContent = words(body.key);
    } catch (failure) {
      place.textContent = refusal(failure);
    }
    say(place.textContent);
  }}, h('label', {for: 'redis-key'}, 'Where does a key live?'),
  h('div.finding', null, field, h('button.button', {type: 'submit', id: 'find-key'}, 'Find')));
}

function words(key) {
  const owner = key.master ? `its master is ${key.master}` : 'nobody can say who has it now';
  const copies = key.replicas.length === 0 ? '' : `, its replica ${key.replicas.join(' and ')}`;
  return `${key.key} is in slot ${count(key.slot)}: ${owner}${copies}.`;
}

export function hotKeys() {
  const why = h('div');
  const none = h('p.hint', null, 'Nothing is hot.');
  const hot = table('Copies of hot keys', ['Product', '#Reads a second', 'Copies in Redis']);
  return {
    element: h('section.panel', {'aria-labelledby': 'hot'}, h('h2', {id: 'hot'}, 'Hot keys'), why, none, hot.element),
    every: 1_000,
    name: 'hotKeys',
    path: '/v1/ops/hot-keys',
    show(view) {
      fill(why);
      none.hidden = view.items.length > 0;
      hot.element.hidden = view.items.length === 0;
      hot.show(view.items, item => h('tr', null,
        h('th', {scope: 'row'}, item.key),
        h('td.number', null, rate(item.rate)),
        h('td', null, item.copies.map(copy => `${copy.key} at ${copy.owner}`).join(', ') || '–')));
    },
    blind(text) {
      fill(why, away(text));
    },
  };
}

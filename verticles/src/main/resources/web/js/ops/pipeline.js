// The way of the orders, as GET /v1/ops/pipeline has it: how many, how fast, what waits where, what the breakers let through.

import {fill, h} from '../lib/dom.js';
import {count, took} from '../lib/format.js';
import {STATUS} from '../shop/words.js';
import {rate} from './nodes.js';
import {away, table} from './table.js';

const WORKS = {
  BATCH: 'requests, in one transaction',
  CONSUMER: 'events',
  OUTBOX: 'events to Kafka',
};
const BREAKERS = {
  'payment-provider': 'Payment provider',
  'redis': 'Redis',
  'database-reads': 'Reads of the database',
  'webhook-endpoints': 'Webhook endpoints',
};
const POSITIONS = {CLOSED: ['closed', 'good'], HALF_OPEN: ['half open', 'open'], OPEN: ['open', 'bad']};

export function pipeline() {
  const numbers = h('dl.numbers');
  const why = h('div');
  const stages = table('Stages', ['Stage', 'Works on', '#A second', '#In a batch', '#A batch takes', '#Waiting']);
  const idle = h('p.hint');
  const breakers = h('ul.breakers');
  return {
    element: h('section.panel', {'aria-labelledby': 'pipeline'}, h('h2', {id: 'pipeline'}, 'The way of the orders'), why, numbers,
      stages.element, idle, h('h3', null, 'Breakers'), breakers),
    every: 1_000,
    name: 'pipeline',
    path: '/v1/ops/pipeline',
    show(view) {
      fill(why);
      fill(numbers, facts(view).map(([name, value]) => h('div', null, h('dt', null, name), h('dd', null, value))));
      stages.show(view.stages.filter(isShown), row);
      const rest = view.stages.filter(stage => !isShown(stage)).map(stage => stage.name);
      idle.textContent = rest.length === 0 ? '' : `Nothing to do: ${rest.join(', ')}.`;
      fill(breakers, worst(view.breakers).map(([name, position, where]) => h('li', null,
        h('span.pill', {'data-mood': POSITIONS[position][1]}, `${BREAKERS[name] ?? name}: ${POSITIONS[position][0]}`),
        where.length > 0 ? h('span.hint', null, ` at ${where.join(', ')}`) : null)));
    },
    blind(text) {
      fill(why, away(text));
    },
  };
}

function facts({perSecond, toConfirmed}) {
  const others = Object.entries(perSecond)
    .filter(([status, value]) => value > 0 && status !== 'PENDING' && status !== 'CONFIRMED' && status !== 'RESERVED')
    .map(([status, value]) => [`${STATUS[status]?.[0] ?? status}, a second`, rate(value)]);
  return [
    ['Accepted, a second', rate(perSecond.PENDING ?? 0)],
    ['Reserved, a second', rate(perSecond.RESERVED ?? 0)],
    ['Confirmed, a second', rate(perSecond.CONFIRMED ?? 0)],
    ['To confirmed, median', toConfirmed.p50Millis === undefined ? '–' : took(toConfirmed.p50Millis)],
    ['To confirmed, p99', toConfirmed.p99Millis === undefined ? '–' : took(toConfirmed.p99Millis)],
    ...others,
  ];
}

/** The way of every order, and what has something to do besides. */
function isShown(stage) {
  return stage.kind !== 'BATCH' || stage.name === 'orders' || stage.perSecond > 0 || stage.backlog > 0;
}

function row(stage) {
  return h('tr', null,
    h('th', {scope: 'row'}, stage.name),
    h('td', null, WORKS[stage.kind] ?? stage.kind),
    h('td.number', null, rate(stage.perSecond)),
    h('td.number', null, stage.batchSize > 0 ? rate(stage.batchSize) : '–'),
    h('td.number', null, stage.batchMillis === undefined ? '–' : took(stage.batchMillis)),
    h('td.number', null, count(stage.backlog)));
}

/** Of each breaker the position that lets the least through, and at which nodes it is not closed. */
function worst(breakers) {
  const order = Object.keys(POSITIONS);
  const found = new Map();
  for (const {node, name, position} of breakers) {
    const [before, where] = found.get(name) ?? ['CLOSED', []];
    found.set(name, [order.indexOf(position) > order.indexOf(before) ? position : before,
      position === 'CLOSED' ? where : [...where, node]]);
  }
  return [...found].map(([name, [position, where]]) => [name, position, where]);
}

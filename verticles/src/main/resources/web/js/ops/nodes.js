// The nodes of the cluster, as GET /v1/ops/cluster has them.

import {fill, h} from '../lib/dom.js';
import {count, day, took} from '../lib/format.js';
import {away, table} from './table.js';

const MIB = 1_048_576;
const ALL = 8;

export function nodes() {
  const seen = table('What each node does', ['Node', 'State', 'Roles', '#Processor', '#Heap', '#Connections', '#Requests a second', '#Late by',
    'Version', 'Since']);
  const why = h('div');
  return {
    element: h('section.panel', {'aria-labelledby': 'nodes'}, h('h2', {id: 'nodes'}, 'Nodes'), why, seen.element),
    every: 1_000,
    name: 'cluster',
    path: '/v1/ops/cluster',
    show(cluster) {
      fill(why);
      seen.show(cluster.nodes.map(node => ({...node, heardMillisAgo: node.silent ? Math.floor(node.heardMillisAgo / 1_000) : 0})), row);
    },
    blind(text) {
      fill(why, away(text));
    },
  };
}

function row(node) {
  const {load} = node;
  return h('tr', null,
    h('th', {scope: 'row'}, node.node),
    h('td', null, node.silent ? h('span.pill', {'data-mood': 'bad'}, `Silent for ${took(node.heardMillisAgo * 1_000)}`)
      : h('span.pill', {'data-mood': 'good'}, 'Works')),
    h('td', null, node.roles.length >= ALL ? 'all' : node.roles.join(', ')),
    h('td.number', null, `${Math.round(load.cpu * 100)} %`),
    h('td.number', null, `${count(Math.round(load.heapUsed / MIB))} of ${count(Math.round(load.heapMax / MIB))} MiB`),
    h('td.number', null, count(load.connections)),
    h('td.number', null, rate(load.requestsPerSecond)),
    h('td.number', null, took(load.loopDelayMillis)),
    h('td', null, node.version),
    h('td', null, h('time', {datetime: node.startedAt}, day(node.startedAt))));
}

/** 0.4, 12, 1,200. */
export function rate(value) {
  return value > 0 && value < 10 ? value.toFixed(1) : count(Math.round(value));
}

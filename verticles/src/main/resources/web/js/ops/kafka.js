// Consumer groups with their partitions, as GET /v1/ops/consumers has them.

import {fill, h} from '../lib/dom.js';
import {count, plural} from '../lib/format.js';
import {away, table} from './table.js';

export function kafka() {
  const why = h('div');
  const brokers = h('p.hint');
  const list = h('div.groups');
  const groups = new Map();
  return {
    element: h('section.panel', {'aria-labelledby': 'kafka'}, h('h2', {id: 'kafka'}, 'Kafka'), why, brokers, list),
    every: 1_000,
    name: 'consumers',
    path: '/v1/ops/consumers',
    show(view) {
      fill(why, view.unreachable ? away(view.unreachable) : null);
      brokers.textContent = view.unreachable ? ''
        : `${plural(view.brokers.length, 'broker')}: ${view.brokers.map(broker => `${broker.id} at ${broker.address}`).join(', ')}`;
      list.hidden = Boolean(view.unreachable);
      if (view.unreachable) {
        return;
      }
      // An open group stays open, and keeps the focus.
      for (const [name, group] of groups) {
        if (!view.groups.some(seen => seen.group === name)) {
          group.element.remove();
          groups.delete(name);
        }
      }
      view.groups.forEach(seen => {
        if (!groups.has(seen.group)) {
          groups.set(seen.group, one(seen.group));
          list.append(groups.get(seen.group).element);
        }
        groups.get(seen.group).show(seen);
      });
    },
    blind(text) {
      fill(why, away(text));
    },
  };
}

function one(name) {
  const state = h('span.pill');
  const lag = h('span.lag');
  const members = h('p.hint');
  const partitions = table(`Partitions of ${name}`, ['Topic', '#Partition', '#Leader', '#In sync', '#Read up to', '#End', '#Lag', 'Read by']);
  const element = h('details.group', null, h('summary', null, h('strong', null, name), state, lag), members, partitions.element);
  return {
    element,
    show(group) {
      state.dataset.mood = group.state === 'STABLE' ? 'good' : 'open';
      state.textContent = group.state.toLowerCase().replaceAll('_', ' ');
      lag.textContent = `lag ${count(group.lag)}, ${plural(group.partitions.length, 'partition')}`;
      if (element.open) {
        members.textContent = group.members.length === 0 ? 'Nobody reads.' : `Read by ${group.members.join(', ')}.`;
        partitions.show(group.partitions, row);
      }
    },
  };
}

function row(partition) {
  return h('tr', null,
    h('th', {scope: 'row'}, partition.topic),
    h('td.number', null, String(partition.partition)),
    h('td.number', null, partition.leader === undefined ? h('span.pill', {'data-mood': 'bad'}, 'none') : String(partition.leader)),
    h('td.number', null, `${partition.inSync} of ${partition.replicas}`),
    h('td.number', null, partition.offset === undefined ? '–' : count(partition.offset)),
    h('td.number', null, count(partition.end)),
    h('td.number', null, count(partition.lag)),
    h('td', null, partition.member ?? '–'));
}

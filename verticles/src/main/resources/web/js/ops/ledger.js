// The ledger of the promise, as GET /v1/ops/ledger has it.

import {fill, h, icon, s, say} from '../lib/dom.js';
import {clock, count, money, took} from '../lib/format.js';

const CHECK = 'M5 12.5l4.500 4.500L19 7.500';
const CROSS = 'M7 7l10 10M17 7L7 17';
const OPEN = ['PENDING', 'RESERVED'];

/** The verdict beside the heading, and a panel for each of the three. */
export function ledger(heading) {
  const verdict = h('p.verdict', {'data-state': 'unknown'}, 'Looking…');
  const age = h('p.age');
  const wrong = h('div');
  const promises = h('div.promises');
  const element = h('section', {'aria-label': 'The ledger of the promise'},
    h('div.room-head', null, heading, verdict), age, wrong, promises);
  let before = '';
  const judge = (state, text) => {
    verdict.dataset.state = state;
    verdict.textContent = text;
    if (before !== state) {
      say(text);
      before = state;
    }
  };
  return {
    element,
    every: 1_000,
    name: 'ledger',
    path: '/v1/ops/ledger',
    show(body) {
      const holds = body.wrong.length === 0;
      judge(holds ? 'holds' : 'wrong', holds ? 'The promise holds' : 'Something does not add up');
      age.textContent = `As of ${clock(body.at)}, read in ${took(body.tookMillis)}`;
      fill(wrong, holds ? null : h('div.notice.bad', {role: 'alert'}, h('ul', null, body.wrong.map(text => h('li', null, text)))));
      fill(promises, units(body.stock), charges(body.money), orders(body.orders));
    },
    blind(why) {
      judge('unknown', 'The ledger cannot be read');
      fill(wrong, h('p.notice', null, why));
    },
  };
}

function promise(title, holds, ...parts) {
  return h('section.panel', {'data-state': holds ? 'holds' : 'wrong'},
    h('h2', null, icon(holds ? CHECK : CROSS), title), parts);
}

/** Parts of a whole, as a bar; the words beside it say the same. */
function bar(values) {
  const whole = values.reduce((sum, value) => sum + value, 0);
  let x = 0;
  return h('div.bar', null, s('svg', {viewBox: '0 0 1000 10', preserveAspectRatio: 'none', 'aria-hidden': 'true'},
    values.map((value, index) => {
      const width = whole === 0 ? 0 : value * 1_000 / whole;
      const part = s(`rect.part-${index + 1}`, {x, y: 0, width, height: 10});
      x += width;
      return part;
    })));
}

function facts(rows) {
  return h('dl.facts', null, rows.map(([key, name, value]) =>
    h('div', null, h('dt', null, key ? h(`span.key.key-${key}`) : null, name), h('dd', null, value))));
}

function units(stock) {
  const holds = stock.unbalanced === 0 && stock.oversold === 0 && stock.held === stock.heldByOrders;
  return promise('No unit sold twice', holds,
    bar([stock.available, stock.held, stock.sold]),
    facts([
      ['1', 'Available', count(stock.available)],
      ['2', 'Held for orders', count(stock.held)],
      ['3', 'Sold', count(stock.sold)],
      ['', 'Received', count(stock.received)],
      ['', 'Sold beyond that', count(stock.oversold)],
    ]),
    h('p.equation', null, `received = available + held + sold, of ${count(stock.skus)} SKUs`));
}

function charges(list) {
  const holds = list.every(one => one.chargedTwice === 0 && one.captured + one.outstanding === one.owed);
  return promise('No buyer charged twice', holds,
    list.length === 0 ? h('p.equation', null, 'Nothing was ordered in the last hour.') : list.map(one => [
      bar([one.captured, one.outstanding]),
      facts([
        ['1', 'Charged', money({amount: one.captured, currency: one.currency})],
        ['2', 'To be charged', money({amount: one.outstanding, currency: one.currency})],
        ['', 'Owed', money({amount: one.owed, currency: one.currency})],
        ['', 'To be given back', money({amount: one.kept, currency: one.currency})],
        ['', 'Orders charged twice', count(one.chargedTwice)],
      ])]),
    h('p.equation', null, 'owed = charged + to be charged, of the last hour'));
}

function orders({accepted, byStatus, lost}) {
  const open = OPEN.reduce((sum, status) => sum + (byStatus[status] ?? 0), 0);
  return promise('No order lost', lost === 0,
    bar([accepted - open, open]),
    facts([
      ['1', 'Settled', count(accepted - open)],
      ['2', 'On their way', count(open)],
      ['', 'Accepted', count(accepted)],
      ['', 'Confirmed', count(byStatus.CONFIRMED ?? 0)],
      ['', 'Not settled in time', count(lost)],
    ]),
    h('p.equation', null, 'accepted = settled + on their way, in the last hour'));
}

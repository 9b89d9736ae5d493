// Break it: the parts of a `souk dev`, to be killed, frozen and started again, and a crowd of buyers. Only where the page
// comes through the control of `souk dev`, which says so.

import {call, Problem} from '../lib/api.js';
import {fill, h} from '../lib/dom.js';
import {clock, count, took} from '../lib/format.js';
import {refusal} from '../shop/words.js';

const STATES = {running: ['Works', 'good'], frozen: ['Frozen', 'open'], down: ['Down', 'bad'], starting: ['Starting', 'open']};
const FIT = {running: ['kill', 'freeze'], frozen: ['thaw', 'kill'], down: ['start'], starting: ['kill']};
const ACTIONS = {kill: 'Kill', freeze: 'Freeze', thaw: 'Go on', start: 'Start'};
const CROWDS = {'mixed': 'Everybody wants something else', 'flash-sale': 'A flash sale: all want one product'};

/** @param base path of the control */
export function breaking(base) {
  const rows = h('tbody');
  const trouble = h('div', {role: 'alert'});
  const crowd = h('dl.numbers');
  const events = h('ol.events');
  let drawn = '';

  const order = async (method, path, body) => {
    fill(trouble);
    try {
      await call(method, base + path, {body, cache: 'no-store'});
    } catch (failure) {
      fill(trouble, h('p.notice.bad', null, failure instanceof Problem ? failure.message : refusal(failure)));
    }
    await part.look().catch(() => undefined);
  };

  const element = h('section.panel', {'aria-labelledby': 'breaking'},
    h('h2', {id: 'breaking'}, 'Break it'),
    h('p', null, 'Kill or freeze any part of this shop while a crowd buys, and watch the ledger above: it has to hold. ',
      'A killed part stays down until you start it again; its data is on the disk.'),
    trouble,
    h('div.scroll', {tabindex: '0', role: 'region', 'aria-label': 'Parts of the shop'},
      h('table', null, h('thead', null, h('tr', null, h('th', {scope: 'col'}, 'Part'), h('th', {scope: 'col'}, 'State'),
        h('th', {scope: 'col'}, 'Do'))), rows)),
    h('div.row', null,
      h('button.button.quiet', {type: 'button', id: 'kill-redis', onclick: () => order('POST', '/parts/redis/kill')}, 'Kill all of Redis'),
      h('button.button.quiet', {type: 'button', id: 'start-redis', onclick: () => order('POST', '/parts/redis/start')}, 'Start all of Redis')),
    h('h3', null, 'A crowd'), form(order), crowd,
    h('h3', null, 'What happened'), events);

  const part = {
    element,
    every: 1_000,
    async look(signal) {
      const {body} = await call('GET', `${base}/state`, {signal, cache: 'no-store'});
      // Buttons that are drawn anew each second lose the focus.
      const now = JSON.stringify(body.parts);
      if (now !== drawn) {
        drawn = now;
        draw(rows, body.parts, order);
      }
      fill(crowd, body.crowd ? numbers(body.crowd) : null);
      fill(events, body.events.slice(0, 12).map(event => h('li', null, h('time', {datetime: event.at}, clock(event.at)), ' ',
        event.text)));
    },
    blind(why) {
      fill(trouble, h('p.notice', null, why));
    },
  };
  return part;
}

/** Draws the rows, and keeps the focus on the part on which it was. */
function draw(rows, parts, order) {
  const focused = document.activeElement?.dataset?.part;
  fill(rows, parts.map(part => row(part, order)));
  if (focused && !rows.contains(document.activeElement)) {
    rows.querySelector(`[data-part="${CSS.escape(focused)}"]`)?.focus();
  }
}

function row(part, order) {
  const [word, mood] = STATES[part.state];
  return h('tr', null,
    h('th', {scope: 'row'}, part.name),
    h('td', null, h('span.pill', {'data-mood': mood}, word)),
    h('td', null, h('div.row', null, FIT[part.state].map(action => h('button.button.small', {
      'type': 'button',
      'data-part': part.name,
      'aria-label': `${ACTIONS[action]} ${part.name}`,
      'onclick': () => order('POST', `/parts/${encodeURIComponent(part.name)}/${action}`),
    }, ACTIONS[action])))));
}

function form(order) {
  const buyers = h('input', {id: 'crowd-buyers', type: 'number', min: '1', max: '500', value: '50', required: true});
  const seconds = h('input', {id: 'crowd-seconds', type: 'number', min: '5', max: '600', value: '60', required: true});
  const kind = h('select', {id: 'crowd-kind'}, Object.entries(CROWDS).map(([value, text]) => h('option', {value}, text)));
  return h('form.crowd', {
    onsubmit: event => {
      event.preventDefault();
      order('PUT', '/crowd', {kind: kind.value, buyers: Number(buyers.value), seconds: Number(seconds.value)});
    },
  },
  h('div', null, h('label', {for: 'crowd-kind'}, 'What they want'), kind),
  h('div', null, h('label', {for: 'crowd-buyers'}, 'Buyers'), buyers),
  h('div', null, h('label', {for: 'crowd-seconds'}, 'Seconds'), seconds),
  h('button.button', {type: 'submit'}, 'Let them in'),
  h('button.button.quiet', {type: 'button', id: 'send-home', onclick: () => order('DELETE', '/crowd')}, 'Send them home'));
}

function numbers(crowd) {
  return [
    ['Buyers there', count(crowd.buyers)],
    ['Orders accepted', count(crowd.accepted)],
    ['Refused', count(crowd.refused)],
    ['Sent once more', count(crowd.again)],
    ['Never answered', count(crowd.unresolved)],
    ['Longest gap', took(crowd.longestGapMillis)],
    ['Slowest order', took(crowd.slowestMillis)],
  ].map(([name, value]) => h('div', null, h('dt', null, name), h('dd', null, value)));
}

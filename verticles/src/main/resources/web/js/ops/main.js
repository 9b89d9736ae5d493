// The control room: is the promise kept, and what is the shop doing? A node tells once a second, over the bridge, what all who
// watch are to see; where that cannot be had, and what it has no room for, is asked for while the page is looked at.

import {call, Problem, watch} from '../lib/api.js';
import {listen} from '../lib/bridge.js';
import {fill, h, pause} from '../lib/dom.js';
import {control, has, open, person, whenChanged} from '../lib/session.js';
import {chooser, openPeople} from '../shop/people.js';
import {refusal} from '../shop/words.js';
import {breaking} from './breaking.js';
import {kafka} from './kafka.js';
import {latest} from './latest.js';
import {ledger} from './ledger.js';
import {letters} from './letters.js';
import {nodes} from './nodes.js';
import {pipeline} from './pipeline.js';
import {hotKeys, ring} from './ring.js';

const ADDRESS = 'ops.room';
/** After so long without a message a part is asked for. */
const PATIENCE = 3_500;

const main = document.getElementById('main');
let leaving = new AbortController();

function show() {
  leaving.abort(new DOMException('left', 'AbortError'));
  leaving = new AbortController();
  const heading = h('h1', {tabindex: '-1'}, 'Control room');
  if (!has('operator')) {
    fill(main, heading, h('section.panel', null,
      h('p', null, person() ? `${person().name} is no operator. The control room is for operators.`
        : 'The control room is for operators.'), chooser()));
    return;
  }
  const {signal} = leaving;
  const parts = [ledger(heading), ...control() ? [breaking(control())] : [], pipeline(), nodes(), latest(), kafka(), ring(), hotKeys(),
    letters()];
  fill(main, parts.map(part => part.element), find());
  const told = new Map();
  // The control of `souk dev` stands before the nodes, and speaks plain HTTP alone.
  if (!control()) {
    listen(ADDRESS, word => hear(parts, told, word), signal);
  }
  parts.forEach(part => again(part, told, signal));
}

/** One message for all parts that it has. */
function hear(parts, told, {parts: views, failed}) {
  for (const part of parts.filter(each => each.name)) {
    if (part.name in views) {
      told.set(part.name, performance.now());
      part.show(views[part.name]);
    } else if (part.name in failed) {
      told.set(part.name, performance.now());
      part.blind(failed[part.name]);
    }
  }
}

function isTold(part, told) {
  return part.name && performance.now() - (told.get(part.name) ?? -PATIENCE) < PATIENCE;
}

/** Lets a part look again and again; what it cannot see it says, instead of showing what was. */
async function again(part, told, signal) {
  while (!signal.aborted) {
    if (document.visibilityState === 'visible' && !isTold(part, told)) {
      try {
        await look(part, signal);
      } catch (failure) {
        if (signal.aborted) {
          return;
        }
        part.blind(failure instanceof Problem ? `${refusal(failure)} (${failure.status})` : refusal(failure));
      }
    }
    await pause(part.every, signal).catch(() => undefined);
  }
}

async function look(part, signal) {
  if (part.look) {
    await part.look(signal);
  } else {
    part.show((await call('GET', part.path, {signal, cache: 'no-store'})).body);
  }
}

/** One order by its id: the shop window shows an operator everybody's. */
function find() {
  const field = h('input', {id: 'order-id', required: true, autocomplete: 'off', spellcheck: 'false',
    pattern: '[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}', placeholder: '00000000-0000-0000-0000-000000000000'});
  return h('section.panel', null, h('h2', null, 'One order'),
    h('form', {onsubmit: event => {
      event.preventDefault();
      location.assign(`/#/orders/${field.value.trim().toLowerCase()}`);
    }}, h('label', {for: 'order-id'}, 'Its id'), h('div.find', null, field, h('button.button', {type: 'submit'}, 'Show'))));
}

async function begin() {
  const offline = document.getElementById('offline');
  watch(reached => {
    offline.hidden = reached;
    offline.textContent = reached ? '' : 'The node does not answer. Trying again…';
  });
  try {
    await open();
  } catch (failure) {
    fill(main, h('div.empty', null, h('h1', null, 'That did not work'), h('p', null, refusal(failure)),
      h('button.button', {type: 'button', onclick: () => location.reload()}, 'Try again')));
    return;
  }
  openPeople();
  whenChanged(show);
  show();
}

begin();

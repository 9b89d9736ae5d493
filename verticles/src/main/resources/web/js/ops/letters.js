// Dead letters: how many Kafka holds is told live, the letters themselves are read when that changes, or when somebody asks.

import {call, withQuery} from '../lib/api.js';
import {fill, h, say} from '../lib/dom.js';
import {count, day, plural} from '../lib/format.js';
import {refusal} from '../shop/words.js';
import {away} from './table.js';

const PAGE = 20;

export function letters() {
  const why = h('div', {role: 'alert'});
  const held = h('p.hint');
  const list = h('ul.letters', {role: 'list'});
  const more = h('div.row');
  let counted = '';
  const read = async cursor => {
    const {body} = await call('GET', withQuery('/v1/ops/dead-letters', {limit: PAGE, cursor}), {cache: 'no-store', patience: 30_000});
    fill(why);
    if (!cursor) {
      fill(list);
    }
    list.append(...body.items.map(letter => item(letter, settle)));
    fill(more, body.next ? h('button.button.quiet', {type: 'button', onclick: () => tried(() => read(body.next))}, 'More letters') : null);
    if (list.children.length === 0) {
      list.append(h('li.hint', null, 'There are none: every message was handled.'));
    }
  };
  const tried = work => work().catch(failure => fill(why, away(refusal(failure))));
  const settle = (letter, action) => tried(async () => {
    const {body} = await call('POST', `/v1/ops/dead-letters/${action}`, {body: {ids: [letter.id]}, patience: 30_000});
    say(body.done.length === 1 ? `${letter.id} was ${action === 'replay' ? 'sent back' : 'put aside'}.` : body.unknown[0]?.reason ?? '');
    await read();
    document.getElementById('read-letters')?.focus();
  });
  return {
    element: h('section.panel', {'aria-labelledby': 'letters'}, h('h2', {id: 'letters'}, 'Dead letters'), why, held,
      list, h('div.row', null, more, h('button.button.quiet', {type: 'button', id: 'read-letters', onclick: () => tried(() => read())}, 'Read them again'))),
    every: 1_000,
    name: 'consumers',
    path: '/v1/ops/consumers',
    show(view) {
      if (view.unreachable) {
        held.textContent = 'Kafka, which holds them, does not answer.';
        counted = '';
        return;
      }
      const all = view.deadLetters.reduce((sum, topic) => sum + topic.letters, 0);
      held.textContent = `Kafka holds ${plural(all, 'letter')}`
        + (all === 0 ? '.' : `: ${view.deadLetters.filter(topic => topic.letters > 0).map(topic => `${count(topic.letters)} in ${topic.topic}`).join(', ')}.`);
      const now = JSON.stringify(view.deadLetters);
      if (now !== counted) {
        counted = now;
        tried(() => read());
      }
    },
    blind(text) {
      fill(why, away(text));
    },
  };
}

function item(letter, settle) {
  const message = h('div');
  const discard = h('button.button.small', {type: 'button', 'aria-label': `Discard ${letter.id}`, onclick: () => {
    if (discard.dataset.sure) {
      settle(letter, 'discard');
      return;
    }
    discard.dataset.sure = 'yes';
    discard.classList.add('danger');
    discard.textContent = 'Discard for good?';
    discard.setAttribute('aria-label', `Discard ${letter.id} for good?`);
  }}, 'Discard');
  const show = h('button.button.small', {type: 'button', 'aria-expanded': 'false', 'aria-label': `Show ${letter.id}`, onclick: async () => {
    if (show.getAttribute('aria-expanded') === 'true') {
      show.setAttribute('aria-expanded', 'false');
      fill(message);
      return;
    }
    try {
      const {body} = await call('GET', `/v1/ops/dead-letters/${letter.id}`, {cache: 'no-store', patience: 30_000});
      show.setAttribute('aria-expanded', 'true');
      fill(message, whole(body));
    } catch (failure) {
      fill(message, away(refusal(failure)));
    }
  }}, 'Show');
  return h('li', null,
    h('div.letter', null,
      h('div', null, h('strong', null, letter.id), ' ', h('span.hint', null,
        `${letter.consumer} gave it up after ${plural(letter.attempts, 'attempt')}, ${day(letter.buriedAt)}`),
      h('p', null, `${letter.reason}: ${letter.errorMessage || letter.error}`)),
      h('div.row', null, show,
        h('button.button.small', {type: 'button', 'aria-label': `Replay ${letter.id}`, onclick: () => settle(letter, 'replay')}, 'Replay'),
        discard)),
    message);
}

function whole(letter) {
  return [h('dl.facts', null, [['Came from', letter.origin], ['Its time', day(letter.originAt)], ['Key', letter.key ?? '–'],
    ['Error', letter.error]].map(([name, value]) => h('div', null, h('dt', null, name), h('dd', null, value)))),
  h('pre', {tabindex: '0', role: 'region', 'aria-label': `The message of ${letter.id}`}, pretty(letter.body ?? ''))];
}

/** JSON with its structure; what is none as it is. */
function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

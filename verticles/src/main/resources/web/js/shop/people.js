// The choice of who one is.

import {fill, h, icon, say} from '../lib/dom.js';
import {config, person, PERSONS, signInAs, signInElsewhere, signOut, whenChanged} from '../lib/session.js';
import {refusal} from './words.js';

/** The form to sign in with; after it, `chosen` is called. */
export function chooser(chosen = () => undefined) {
  switch (config().signIn) {
    case 'dev':
      return h('div', null,
        h('ul.people', {role: 'list'}, PERSONS.map(one => h('li', null, choice(one, chosen)))),
        h('p.hint', null, 'This is a development shop: it takes everybody’s word for who they are.'));
    case 'oidc':
      return elsewhere();
    default:
      return h('p', null, 'Nobody can sign in here: this shop has no issuer of tokens for its pages (web.oidc-client-id).');
  }
}

function choice(one, chosen) {
  return h('button.person', {
    type: 'button',
    'data-person': one.sub,
    'aria-pressed': person()?.sub === one.sub ? 'true' : 'false',
    onclick: () => {
      signInAs(one);
      say(`You are ${one.name} now`);
      chosen();
    },
  }, h('span.face', {'aria-hidden': 'true'}, one.name.charAt(0)),
  h('span', null, h('strong', null, one.name), h('span.about', null, one.about)));
}

function elsewhere() {
  const failed = h('p', {role: 'alert'});
  return h('div', null,
    h('button.button', {
      type: 'button',
      onclick: () => signInElsewhere().catch(failure => fill(failed, refusal(failure))),
    }, 'Sign in'),
    failed);
}

/** The button at the top, and the dialog behind it. */
export function openPeople() {
  const dialog = h('dialog.dialog', {'aria-labelledby': 'people-title'});
  document.body.append(dialog);
  document.getElementById('person').addEventListener('click', () => {
    show(dialog);
    dialog.showModal();
  });
  dialog.addEventListener('click', event => {
    if (event.target === dialog) {
      dialog.close();
    }
  });
  whenChanged(name);
  name();
}

function show(dialog) {
  const close = () => dialog.close();
  fill(dialog,
    h('div.dialog-head', null,
      h('h2', {id: 'people-title'}, config().signIn === 'dev' ? 'Who are you?' : 'Signing in'),
      h('button.close', {type: 'button', 'aria-label': 'Close', onclick: close}, icon('M6 6l12 12M18 6L6 18'))),
    config().signIn !== 'dev' && person() ? h('p', null, `You are ${person().name}.`) : chooser(close),
    person() ? h('button.button.quiet', {type: 'button', onclick: () => {
      signOut();
      close();
    }}, 'Sign out') : null);
}

function name() {
  document.getElementById('person-name').textContent = person()?.name ?? 'Sign in';
}

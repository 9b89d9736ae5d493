// The person that is signed in. The node says how a person signs in (GET /web/config.json): in development a choice of persons,
// with an OIDC issuer its sign-in page, else nobody.

import {identity, once} from './api.js';
import * as oidc from './oidc.js';

/** The persons of a development node. */
export const PERSONS = [
  {sub: 'amina', name: 'Amina', roles: ['customer'], about: 'buys'},
  {sub: 'bruno', name: 'Bruno', roles: ['customer'], about: 'buys, too'},
  {sub: 'chen', name: 'Chen', roles: ['customer'], about: 'has never been here'},
  {sub: 'olga', name: 'Olga', roles: ['operator'], about: 'runs the shop'},
];

const PERSON = 'souk.person';

const state = {config: null, control: null, person: null, token: null};
const listeners = new Set();

/** Reads how one signs in, and who was signed in before. A page shown again after a sign-in elsewhere ends it here. */
export async function open() {
  const {body, headers} = await once('GET', '/web/config.json', {cache: 'no-cache'});
  state.config = body;
  state.control = headers.get('Souk-Control');
  identity.headers = async () => {
    const token = await currentToken();
    return token ? {Authorization: `Bearer ${token}`} : {};
  };
  identity.refused = renew;
  if (state.config.signIn === 'dev') {
    state.person = remembered();
    addEventListener('storage', event => {
      if (event.key === PERSON || event.key === null) {
        become(remembered());
      }
    });
  } else if (state.config.signIn === 'oidc') {
    state.token = await oidc.resume(state.config.oidc);
    state.person = personOf(state.token);
  }
}

export function config() {
  return state.config;
}

/** The path of the control of `souk dev`; null where the page does not come through it. */
export function control() {
  return state.control;
}

/** @returns {{sub: string, name: string, roles: string[]} | null} */
export function person() {
  return state.person;
}

export function has(role) {
  return state.person?.roles.includes(role) ?? false;
}

/** Calls back when somebody else is signed in, or nobody any more; until the signal ends it, where there is one. */
export function whenChanged(listener, signal) {
  listeners.add(listener);
  signal?.addEventListener('abort', () => listeners.delete(listener), {once: true});
}

function remembered() {
  const sub = localStorage.getItem(PERSON);
  return PERSONS.find(known => known.sub === sub) ?? null;
}

function become(next) {
  if (next?.sub !== state.person?.sub) {
    state.person = next;
    state.token = null;
    listeners.forEach(listener => listener(next));
  }
}

/** In development: signs a person in, in all tabs. */
export function signInAs(chosen) {
  localStorage.setItem(PERSON, chosen.sub);
  become(chosen);
}

/** With an issuer: leaves the page for the issuer's, which comes back here. */
export function signInElsewhere() {
  return oidc.leave(state.config.oidc);
}

export function signOut() {
  localStorage.removeItem(PERSON);
  oidc.forget();
  become(null);
}

let asked = null;

/** The token of the person that is signed in; a development token is asked for when the first is needed. */
export async function currentToken() {
  if (state.token || !state.person || state.config.signIn !== 'dev') {
    return state.token;
  }
  const {sub, roles} = state.person;
  asked ??= mint(sub, roles).finally(() => {
    asked = null;
  });
  const token = await asked;
  if (state.person?.sub !== sub) {
    return currentToken();
  }
  state.token = token;
  return token;
}

async function mint(sub, roles) {
  const response = await fetch('/dev/tokens', {
    method: 'POST',
    headers: {'Content-Type': 'application/json'},
    body: JSON.stringify({sub, roles}),
    signal: AbortSignal.timeout(12_000),
  });
  if (!response.ok) {
    throw new Error(`The node gave no development token: ${response.status}.`);
  }
  return (await response.json()).token;
}

/** After a 401: a new development token; with an issuer the sign-in has ended. */
async function renew() {
  if (!state.person) {
    return false;
  }
  state.token = null;
  if (state.config.signIn === 'dev') {
    return true;
  }
  signOut();
  return false;
}

function personOf(token) {
  if (!token) {
    return null;
  }
  const claims = oidc.claims(token);
  return {
    sub: claims.sub,
    name: claims.name ?? claims.preferred_username ?? claims.sub,
    roles: Array.isArray(claims.roles) ? claims.roles : [],
  };
}

// An order's timeline as it grows: server-sent events, read from a fetch, since an EventSource sends no token. A stream
// that ends early goes on after the last entry that came, at whatever node answers.

import {pause} from './dom.js';
import {currentToken} from './session.js';

const AGAIN = [250, 500, 1_000, 2_000, 4_000];

/**
 * Follows an order until nothing more is to come, or the signal ends it.
 *
 * @param {number} after the number of the last entry that is known; 0: none
 * @param {(entry: object) => void} onEntry gets each later entry once, in order
 * @param {(state: 'live' | 'waiting' | 'ended') => void} onState
 */
export async function follow(order, after, {onEntry, onState, signal}) {
  let last = after;
  let failures = 0;
  while (!signal.aborted) {
    try {
      const response = await stream(order, last, signal);
      if (response.status === 204 || response.status === 403 || response.status === 404) {
        onState('ended');
        return;
      }
      if (response.ok) {
        onState('live');
        for await (const entry of entries(response.body)) {
          failures = 0;
          if (entry.seq > last) {
            last = entry.seq;
            onEntry(entry);
          }
        }
      }
    } catch {
      // The connection was lost, or the signal ended it: the loop knows what to do.
    }
    if (signal.aborted) {
      return;
    }
    onState('waiting');
    const wait = AGAIN[Math.min(failures++, AGAIN.length - 1)];
    // Spread, so that a node that comes back is not asked by everybody at once.
    await pause(wait * (0.5 + Math.random()), signal).catch(() => undefined);
  }
}

async function stream(order, last, signal) {
  const token = await currentToken();
  return fetch(`/v1/orders/${order}/events`, {
    headers: {
      Accept: 'text/event-stream',
      ...(token ? {Authorization: `Bearer ${token}`} : {}),
      ...(last > 0 ? {'Last-Event-ID': String(last)} : {}),
    },
    cache: 'no-store',
    signal,
  });
}

/** The data of each event (HTML standard, 9.2.6), as JSON. */
async function* entries(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  let data = '';
  for (;;) {
    const {value, done} = await reader.read();
    if (done) {
      return;
    }
    const lines = (rest + value).split(/\r\n|\n|\r/);
    rest = lines.pop();
    for (const line of lines) {
      if (line.startsWith('data:')) {
        data += (data === '' ? '' : '\n') + line.slice(5).trimStart();
      } else if (line === '' && data !== '') {
        yield JSON.parse(data);
        data = '';
      }
    }
  }
}

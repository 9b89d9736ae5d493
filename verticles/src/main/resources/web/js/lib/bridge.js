// One address of the event-bus bridge, over a websocket in the frames of the Vert.x bridge. It comes back after a loss, and
// never says whether it is there: a page that misses its messages asks for itself.

import {pause} from './dom.js';
import {currentToken} from './session.js';

const AGAIN = [1_000, 2_000, 5_000, 10_000, 30_000];
const PING = 5_000;

/** Hands each message of the address on, until the signal ends it. */
export async function listen(address, onMessage, signal) {
  let failures = 0;
  while (!signal.aborted) {
    const told = await once(address, onMessage, signal).catch(() => 0);
    failures = told > 0 ? 0 : failures + 1;
    // Spread, so that a node that comes back is not asked by everybody at once.
    const wait = AGAIN[Math.min(failures, AGAIN.length) - 1] ?? AGAIN[0];
    await pause(wait * (0.5 + Math.random()), signal).catch(() => undefined);
  }
}

/** One socket, from its opening to its end: how many messages it brought. */
async function once(address, onMessage, signal) {
  const token = await currentToken();
  const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/eventbus/websocket`);
  const close = () => socket.close();
  signal.addEventListener('abort', close, {once: true});
  let told = 0;
  let ping;
  try {
    await new Promise(resolve => {
      socket.onopen = () => {
        socket.send(JSON.stringify({type: 'register', address, headers: {token}}));
        ping = setInterval(() => socket.send('{"type":"ping"}'), PING);
      };
      socket.onmessage = ({data}) => {
        const frame = JSON.parse(data);
        if (frame.type === 'rec') {
          told++;
          onMessage(frame.body);
        } else if (frame.type === 'err') {
          socket.close();
        }
      };
      socket.onerror = resolve;
      socket.onclose = resolve;
    });
  } finally {
    clearInterval(ping);
    signal.removeEventListener('abort', close);
  }
  return told;
}

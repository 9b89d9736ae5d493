// An order, placed exactly once. Before the first request leaves, the attempt (its key and its body) is written down in
// this tab's session storage, and it stays there until a definite answer has come. A double click finds the attempt that
// is under way; a page that was loaded again finds it written down; a node that died leaves a request without an answer:
// each time the same request is sent with the same key, and the shop answers with the one order that the key has made.

import {call, NoAnswer, Problem} from '../lib/api.js';
import {pause} from '../lib/dom.js';
import {person} from '../lib/session.js';

const ATTEMPT = 'souk.attempt';
const AGAIN = [300, 700, 1_500, 3_000, 5_000];
/** The shop keeps keys for a day at least. */
const KEY_LIFE = 20 * 3_600_000;

let running = null;

/** The attempt of the signed-in person that has no answer yet; null: there is none. */
export function unanswered() {
  const attempt = JSON.parse(sessionStorage.getItem(ATTEMPT) ?? 'null');
  if (!attempt || attempt.sub !== person()?.sub) {
    return null;
  }
  if (Date.now() - attempt.at > KEY_LIFE) {
    sessionStorage.removeItem(ATTEMPT);
    return null;
  }
  return attempt;
}

/**
 * Places an order, or goes on placing the one that has no answer yet.
 *
 * @param {object} body of `POST /v1/orders`
 * @param {(tries: number) => void} onLost called each time that no answer came
 * @returns the order
 * @throws {Problem} when it was refused, and nothing was ordered
 */
export function place(body, onLost) {
  // One at a time: the second click waits for what the first one gets.
  running ??= send(unanswered() ?? begin(body), onLost).finally(() => {
    running = null;
  });
  return running;
}

function begin(body) {
  const attempt = {key: crypto.randomUUID(), body, sub: person().sub, at: Date.now()};
  sessionStorage.setItem(ATTEMPT, JSON.stringify(attempt));
  return attempt;
}

async function send(attempt, onLost) {
  for (let tries = 0; ; tries++) {
    try {
      const answer = await call('POST', '/v1/orders',
        {body: attempt.body, headers: {'Idempotency-Key': attempt.key}});
      sessionStorage.removeItem(ATTEMPT);
      return answer.body;
    } catch (failure) {
      if (!isOpen(failure)) {
        sessionStorage.removeItem(ATTEMPT);
        throw failure;
      }
      onLost(tries + 1);
      await pause(Math.max(AGAIN[Math.min(tries, AGAIN.length - 1)], (failure.retryAfter ?? 0) * 1_000));
    }
  }
}

/** Whether nobody knows what became of it, or the shop asks to come again. */
function isOpen(failure) {
  return failure instanceof NoAnswer || failure instanceof Problem && failure.passing
    || failure instanceof TypeError || failure.name === 'TimeoutError';
}

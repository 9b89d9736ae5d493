// The public API, as a browser calls it. An answer is JSON, a refusal is a Problem, and no answer at all is a NoAnswer:
// after that nobody knows whether the call had its effect, so only reads, and calls with a key, are repeated.

import {pause} from './dom.js';

const PATIENCE = 12_000;
const READS_AGAIN = [150, 600, 1_500, 3_000];

/** A refusal: an `application/problem+json` document (RFC 9457). */
export class Problem extends Error {
  constructor(document, response) {
    super(document.detail || document.title);
    this.name = 'Problem';
    this.status = response.status;
    this.code = document.code ?? '';
    this.document = document;
    this.traceId = document.traceId ?? '';
    this.retryAfter = Number(response.headers.get('Retry-After')) || 0;
  }

  /** Whether the same call may do better later: it was not refused for what it asks. */
  get passing() {
    return this.status === 429 || this.status >= 500;
  }
}

/** The connection failed, or took too long. */
export class NoAnswer extends Error {
  constructor(cause) {
    super('The shop did not answer.', {cause});
    this.name = 'NoAnswer';
  }
}

const watchers = new Set();

/** Tells whether the last call reached the shop: `watch(reached => ...)`. */
export function watch(watcher) {
  watchers.add(watcher);
}

function tell(reached) {
  watchers.forEach(watcher => watcher(reached));
}

/** Set by the session: gives the headers of the person that is signed in, and renews a refused token. */
export const identity = {
  headers: async () => ({}),
  refused: async () => false,
};

/**
 * One call, without repeating it.
 *
 * @returns {{status: number, body: any, headers: Headers}}
 */
export async function once(method, path, {body, headers = {}, signal, patience = PATIENCE, cache} = {}) {
  const limits = AbortSignal.timeout(patience);
  const all = signal ? AbortSignal.any([signal, limits]) : limits;
  let response;
  let text;
  try {
    response = await fetch(path, {
      method,
      cache,
      headers: {
        ...await identity.headers(),
        ...(body === undefined ? {} : {'Content-Type': 'application/json'}),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: all,
    });
    text = await response.text();
  } catch (failure) {
    if (signal?.aborted) {
      throw signal.reason;
    }
    tell(false);
    throw new NoAnswer(failure);
  }
  tell(true);
  return answer(response, text);
}

function answer(response, text) {
  let body = null;
  try {
    body = text === '' ? null : JSON.parse(text);
  } catch {
    // A load balancer before the shop may answer with something else.
    body = {title: `The answer was ${response.status} without a document.`};
  }
  if (!response.ok) {
    throw new Problem(body ?? {title: `The answer was ${response.status}.`}, response);
  }
  return {status: response.status, body, headers: response.headers};
}

/** As `once`; renews the token once where it is refused. */
export async function call(method, path, options) {
  try {
    return await once(method, path, options);
  } catch (failure) {
    if (failure instanceof Problem && failure.status === 401 && await identity.refused()) {
      return once(method, path, options);
    }
    throw failure;
  }
}

/** A read, repeated some times where it got no answer or one that may pass. */
export async function read(path, options = {}) {
  for (const wait of READS_AGAIN) {
    try {
      return (await call('GET', path, options)).body;
    } catch (failure) {
      const again = failure instanceof NoAnswer || failure instanceof Problem && failure.passing;
      if (!again) {
        throw failure;
      }
      await pause(Math.max(wait, (failure.retryAfter ?? 0) * 1_000), options.signal);
    }
  }
  return (await call('GET', path, options)).body;
}

/** A path with its query; empty values are left out. */
export function withQuery(path, values) {
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value !== '' && value !== undefined
    && value !== null));
  return query.size === 0 ? path : `${path}?${query}`;
}

export function sku(value) {
  return encodeURIComponent(value);
}

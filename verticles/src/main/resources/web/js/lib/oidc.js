// The authorization code flow (RFC 6749, 4.1) with PKCE (RFC 7636) of a public client. The token lives in this tab's
// session storage and nowhere else; there is no refresh token.

const TOKEN = 'souk.oidc.token';
const LEAVING = 'souk.oidc.leaving';

function base64url(bytes) {
  return btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll('+', '-').replaceAll('/', '_')
    .replaceAll('=', '');
}

function random() {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

async function discover(issuer) {
  const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  if (!response.ok) {
    throw new Error(`The issuer ${issuer} does not say where to sign in: ${response.status}.`);
  }
  const document = await response.json();
  if (document.issuer !== issuer) {
    throw new Error(`The issuer calls itself ${document.issuer}, and not ${issuer}.`);
  }
  return document;
}

function here() {
  return location.origin + location.pathname;
}

/** Goes to the issuer's page. */
export async function leave({issuer, clientId}) {
  const {authorization_endpoint: endpoint} = await discover(issuer);
  const verifier = random();
  const state = random();
  sessionStorage.setItem(LEAVING, JSON.stringify({verifier, state, hash: location.hash}));
  const challenge = base64url(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier)));
  const url = new URL(endpoint);
  for (const [name, value] of Object.entries({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: here(),
    scope: 'openid profile',
    state,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  })) {
    url.searchParams.set(name, value);
  }
  location.assign(url);
}

/** Back from the issuer's page, or loaded again: the token, or null where nobody is signed in. */
export async function resume({issuer, clientId}) {
  const answer = new URLSearchParams(location.search);
  const leaving = JSON.parse(sessionStorage.getItem(LEAVING) ?? 'null');
  if (leaving && answer.has('state')) {
    sessionStorage.removeItem(LEAVING);
    history.replaceState(null, '', here() + leaving.hash);
    if (answer.get('state') === leaving.state && answer.has('code')) {
      sessionStorage.setItem(TOKEN, await exchange(issuer, clientId, answer.get('code'), leaving.verifier));
    }
  }
  const token = sessionStorage.getItem(TOKEN);
  if (token && claims(token).exp * 1_000 <= Date.now()) {
    forget();
    return null;
  }
  return token;
}

async function exchange(issuer, clientId, code, verifier) {
  const {token_endpoint: endpoint} = await discover(issuer);
  const response = await fetch(endpoint, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: clientId,
      redirect_uri: here(),
      code,
      code_verifier: verifier,
    }),
  });
  if (!response.ok) {
    throw new Error(`The issuer gave no token: ${response.status}.`);
  }
  return (await response.json()).access_token;
}

export function forget() {
  sessionStorage.removeItem(TOKEN);
}

/** The claims of a token; the shop, not this page, checks its signature. */
export function claims(token) {
  const part = token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/');
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(part), char => char.charCodeAt(0))));
}

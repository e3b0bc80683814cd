// A relying party on openid-client. ISSUER, CLIENT_ID and PORT say where; prints "listening" when it is ready.
import { createServer } from 'node:http';
import { randomUUID } from 'node:crypto';
import * as oidc from 'openid-client';

const { ISSUER, CLIENT_ID = 'shop', PORT = '9999' } = process.env;
const origin = `http://localhost:${PORT}`;
const config = await oidc.discovery(new URL(ISSUER), CLIENT_ID, undefined, oidc.None(), {
  execute: [oidc.allowInsecureRequests],
});
// ID tokens are checked against the published keys, not only trusted for having come over a direct connection.
oidc.enableNonRepudiationChecks(config);

const visitors = new Map();

function visitor(request, response) {
  const known = /app_session=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1];
  if (known && visitors.has(known)) return visitors.get(known);
  const id = randomUUID();
  response.setHeader('set-cookie', `app_session=${id}; HttpOnly; SameSite=Lax; Path=/`);
  visitors.set(id, { pending: new Map() });
  return visitors.get(id);
}

function page(response, title, body) {
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.end(`<!doctype html><html lang="en"><title>${title}</title><h1>${title}</h1>${body}`);
}

function redirect(response, url) {
  response.statusCode = 302;
  response.setHeader('location', url);
  response.end();
}

const routes = {
  '/': (me, _, response) => page(response, 'Shop', me.tokens
    ? `<p id="user">${me.claims.preferred_username}</p><p id="refreshes">${me.refreshes}</p>
       <a id="userinfo" href="/userinfo">User info</a> <a id="refresh" href="/refresh">Refresh</a> <a id="logout" href="/logout">Log out</a>`
    : '<p id="anonymous">Nobody is logged in.</p><a id="login" href="/login">Log in</a>'),

  '/login': async (me, url, response) => {
    const verifier = oidc.randomPKCECodeVerifier();
    const state = oidc.randomState();
    const nonce = oidc.randomNonce();
    me.pending.set(state, { verifier, nonce });
    redirect(response, oidc.buildAuthorizationUrl(config, {
      redirect_uri: `${origin}/callback`,
      scope: url.searchParams.get('scope') ?? 'openid profile email',
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
      ...(url.searchParams.has('prompt') ? { prompt: url.searchParams.get('prompt') } : {}),
    }).href);
  },

  '/callback': async (me, url, response) => {
    const state = url.searchParams.get('state');
    const expected = me.pending.get(state);
    if (!expected) return page(response, 'Unknown state', '<a href="/">Home</a>');
    me.pending.delete(state);
    me.tokens = await oidc.authorizationCodeGrant(config, url, {
      pkceCodeVerifier: expected.verifier,
      expectedState: state,
      expectedNonce: expected.nonce,
      idTokenExpected: true,
    });
    me.claims = me.tokens.claims();
    me.refreshes = 0;
    redirect(response, '/');
  },

  '/userinfo': async (me, _, response) => {
    const info = await oidc.fetchUserInfo(config, me.tokens.access_token, me.claims.sub);
    page(response, 'User info', `<pre id="userinfo">${JSON.stringify(info)}</pre>`);
  },

  '/refresh': async (me, _, response) => {
    const tokens = await oidc.refreshTokenGrant(config, me.tokens.refresh_token);
    me.tokens = { refresh_token: me.tokens.refresh_token, id_token: me.tokens.id_token, ...tokens };
    me.refreshes += 1;
    redirect(response, '/');
  },

  '/logout': (me, _, response) => {
    const hint = me.tokens.id_token;
    delete me.tokens;
    redirect(response, oidc.buildEndSessionUrl(config, { id_token_hint: hint, post_logout_redirect_uri: `${origin}/` }).href);
  },
};

createServer(async (request, response) => {
  const url = new URL(request.url, origin);
  const route = routes[url.pathname];
  if (!route) {
    response.statusCode = 404;
    return response.end();
  }
  try {
    await route(visitor(request, response), url, response);
  } catch (error) {
    response.statusCode = 500;
    page(response, 'Error', `<p id="error">${error.code ?? ''} ${error.error ?? ''} ${error.message}</p>`);
  }
}).listen(Number(PORT), '127.0.0.1', () => console.log('listening'));

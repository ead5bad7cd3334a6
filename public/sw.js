// Shows visited rooms when there is no network. Everything else is left to the browser.
//
// Pages are sent with `Cache-Control: no-store`, which forbids browsers and proxies to keep what they happen to see.
// This copy is another matter: the page asks for it, only this origin can read it, it answers only when the network
// does not, and it is gone when somebody signs in or out here.
//
// There is one cache per build, with the pages of that build and the files they are made of. A newer build drops it.

const PREFIX = 'hubbub-';
const IS_FILE = /^\/assets\/([0-9a-f]+)\//;
const IS_PAGE = /^\/rooms\/[^/]+$/;
const IS_SESSION = /^\/sign-(in|out)$/;

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', event => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (IS_SESSION.test(url.pathname) && request.method === 'POST') {
    event.waitUntil(forget(() => true));
  } else if (request.method !== 'GET') {
    return;
  } else if (IS_FILE.test(url.pathname)) {
    event.respondWith(kept(request).then(response => response ?? fetch(request)));
  } else if (request.mode === 'navigate') {
    event.respondWith(page(event));
  } else if (!url.pathname.startsWith('/api/')) {
    event.respondWith(fetch(request).catch(async error => (await kept(request)) ?? Promise.reject(error)));
  }
});

// A page that runs asks to be kept.
self.addEventListener('message', event => {
  const [order, path] = event.data ?? [];
  if (order === 'keep' && IS_PAGE.test(new URL(path, location.origin).pathname)) {
    event.waitUntil(fetch(path).then(keep).catch(() => {}));
  }
});

async function page(event) {
  try {
    const response = await fetch(event.request);
    if (response.ok) event.waitUntil(keep(response.clone()).catch(() => {}));
    return response;
  } catch (error) {
    return (await kept(event.request)) ?? Promise.reject(error);
  }
}

function kept(request) {
  return caches.match(request, { ignoreVary: true });
}

// Keeps a room's page and the files it names, and drops what other builds left.
async function keep(response) {
  const type = response.headers.get('content-type') ?? '';
  const isPage = response.ok && !response.redirected && type.startsWith('text/html');
  if (!isPage || !IS_PAGE.test(new URL(response.url).pathname)) return;
  const files = filesOf(await response.clone().text());
  const build = files.map(file => file.match(IS_FILE)?.[1]).find(Boolean);
  if (!build) return;
  const cache = await caches.open(PREFIX + build);
  await Promise.all(files.map(async file => (await cache.match(file)) ?? cache.add(file)));
  await cache.put(response.url, response);
  await forget(name => name !== PREFIX + build);
}

// The files that a page loads before its scripts run, what it loads later, and the pictures its icons come from.
function filesOf(html) {
  const named = [...html.matchAll(/<link [^>]*href="(\/[^"]+)"/g)].map(match => match[1]);
  const icons = [...html.matchAll(/<use [^>]*href="(\/[^"#]+)#/g)].map(match => match[1]);
  const later = [...html.matchAll(/<meta name="hubbub-(?:later|emoji)" content="(\/[^"]+)"/g)].map(match => match[1]);
  return [...new Set([...named, ...later, ...icons])].filter(file => !IS_PAGE.test(file));
}

async function forget(isStale) {
  const names = (await caches.keys()).filter(name => name.startsWith(PREFIX) && isStale(name));
  await Promise.all(names.map(name => caches.delete(name)));
}

// The service worker: keeps the site for reading without a network. self.glossSite, set before, describes one version of it.
//
// Rules. A cache holds one version, and only bytes whose hash the version's lists hold. A page is wholly one version: one from
// the cache gets all its parts from the cache (or verified), one from the network gets them from the network ("live"). A new
// version is installed when its shell and all that the reader had kept are there; until then the old one stays as it is, and
// what was fetched so far is found by the next attempt.
(function () {
  "use strict";
  const site = self.glossSite, scope = self.registration.scope;
  const prefix = "gloss " + scope + " ", own = prefix + site.version, liveName = prefix + "live";
  const LIST = "offline/list.txt", SAVED = "offline/saved", ACTIVE = "offline/active";
  const AT_ONCE = 6, SHOWN = 200;
  const live = new Set(), lists = new Map();
  let previous;

  class Changed extends Error {}

  const address = (path) => scope + path.split("/").map(encodeURIComponent).join("/");
  const open = () => caches.open(own);
  const find = async (path) => (await open()).match(address(path), { ignoreVary: true });
  const mark = async (path, text) => (await open()).put(address(path), new Response(text));

  /** The site path that an address means, null when it lies elsewhere. */
  function sitePath(url) {
    const bare = url.split(/[?#]/)[0];
    if (!bare.startsWith(scope)) return null;
    try {
      const path = bare.slice(scope.length).split("/").map(decodeURIComponent).join("/");
      return path === "" || path.endsWith("/") ? path + "index.html" : path;
    } catch (malformed) {
      return null;
    }
  }

  async function hashOf(bytes) {
    const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).subarray(0, 9);
    return btoa(String.fromCharCode(...sum)).replace(/\+/g, "-").replace(/\//g, "_");
  }

  /** FNV-1a of the path, as in offline.go. */
  function partOf(path) {
    let h = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(path)) h = Math.imul(h ^ byte, 0x01000193);
    return (h & (site.parts - 1)) >>> 0;
  }

  /** A response to keep: free of redirects, encodings and variants, with its hash. */
  function kept(bytes, response, hash) {
    const headers = new Headers(response.headers);
    ["content-encoding", "content-length", "transfer-encoding", "vary", "set-cookie"].forEach((name) => headers.delete(name));
    headers.set("x-gloss-hash", hash);
    return new Response(bytes, { headers });
  }

  /** Fetches a file and keeps it, if its bytes are those of this version. */
  async function fetchTo(cache, path, hash) {
    const response = await fetch(address(path), { cache: "no-cache", credentials: "same-origin" });
    if (!response.ok) throw response.status === 404 || response.status === 410 ? new Changed(path) : new Error(path);
    const bytes = await response.arrayBuffer();
    if ((await hashOf(bytes)) !== hash) throw new Changed(path);
    await cache.put(address(path), kept(bytes, response, hash));
  }

  /** Keeps a file: from the version before if it has the same bytes, else from the network. */
  async function save(cache, path, hash) {
    const key = address(path);
    if (await cache.match(key)) return;
    const old = previous && (await previous.match(key));
    if (old && old.headers.get("x-gloss-hash") === hash) await cache.put(key, old);
    else await fetchTo(cache, path, hash);
  }

  /** Does work on each item, a few at once; stops at the first failure. */
  async function each(items, work) {
    const queue = items[Symbol.iterator]();
    let failed = false;
    const run = async () => {
      for (let next = queue.next(); !next.done && !failed; next = queue.next()) {
        try {
          await work(next.value);
        } catch (error) {
          failed = true;
          throw error;
        }
      }
    };
    const results = await Promise.allSettled(Array.from({ length: AT_ONCE }, run));
    const bad = results.find((result) => result.status === "rejected");
    if (bad) throw bad.reason;
  }

  async function textOf(path, hash) {
    const cache = await open();
    await save(cache, path, hash);
    return (await cache.match(address(path))).text();
  }

  /** The files of a part: a map from path to hash. */
  function part(i) {
    const read = async () => {
      const hashes = (await textOf(LIST, site.version)).split("\n");
      const files = new Map();
      for (const line of (await textOf("offline/" + i + ".txt", hashes[i])).split("\n")) {
        const [hash, size] = line.split(" ", 2);
        if (line) files.set(line.slice(hash.length + size.length + 2), hash);
      }
      return files;
    };
    if (!lists.has(i)) lists.set(i, read().catch((error) => {
      lists.delete(i);
      throw error;
    }));
    return lists.get(i);
  }

  /** Keeps all files of a part. */
  async function savePart(i, tell) {
    const cache = await open(), files = await part(i);
    if (await find("offline/done/" + i)) return tell(files.size);
    await each(files, async ([path, hash]) => {
      await save(cache, path, hash);
      tell(1);
    });
    await mark("offline/done/" + i, "");
  }

  /** Keeps in this version what was kept in the one before. */
  async function carryOver() {
    for (const name of await caches.keys()) {
      if (!name.startsWith(prefix) || name === own || name === liveName) continue;
      const cache = await caches.open(name);
      if (await cache.match(address(ACTIVE))) previous = cache;
    }
    return previous && previous.match(address(SAVED));
  }

  async function install() {
    const saved = await carryOver(), cache = await open();
    await save(cache, LIST, site.version);
    await each(site.shell, ([path, hash]) => save(cache, path, hash));
    if (saved) {
      for (let i = 0; i < site.parts; i++) await savePart(i, () => {});
      await mark(SAVED, await saved.text());
    } else if (previous) {
      const paths = (await previous.keys()).map((request) => sitePath(request.url));
      await each(paths.filter((path) => !path.startsWith("offline/")), async (path) => {
        const hash = (await part(partOf(path))).get(path);
        if (hash) await save(cache, path, hash);
      });
    }
  }

  async function activate() {
    previous = undefined;
    await mark(ACTIVE, "");
    for (const name of await caches.keys()) if (name.startsWith(prefix) && name !== own) await caches.delete(name);
    // Pages that are open came from elsewhere than this version's cache.
    for (const client of await self.clients.matchAll({ includeUncontrolled: true })) await setLive(client.id);
    await self.clients.claim();
  }

  async function setLive(id) {
    live.add(id);
    const cache = await caches.open(liveName), known = await cache.keys();
    if (known.length > 50) await cache.delete(known[0]);
    await cache.put(address("offline/client/" + id), new Response(""));
  }

  /** Whether a page came from the network. The browser may have ended this worker since, so its memory is not enough. */
  async function isLive(id) {
    return live.has(id) || Boolean(await (await caches.open(liveName)).match(address("offline/client/" + id)));
  }

  /** Keeps what a reader read, if it is of this version; says whether it is not. */
  async function keepRead(path, response) {
    if (response.redirected || response.type !== "basic" || (await find(path))) return false;
    let hash;
    try {
      hash = (await part(partOf(path))).get(path);
    } catch (error) {
      if (!(error instanceof Changed)) return false;
      hash = "";
    }
    if (hash === undefined) return false;
    const bytes = await response.arrayBuffer();
    if ((await hashOf(bytes)) === hash) {
      await (await open()).put(address(path), kept(bytes, response, hash));
      return false;
    }
    self.registration.update().catch(() => {}); // the site has a new version; without a network the next visit finds it
    return true;
  }

  async function page(event, path) {
    // A new version takes over between two pages, when no other window shows the old one.
    const next = self.registration.waiting;
    if (next && (await self.clients.matchAll()).length < 2) {
      next.postMessage({ what: "activate" });
      return new Response("", { headers: { "Content-Type": "text/html", Refresh: "0" } });
    }
    const found = (await find(path)) || (await find(path + ".html"));
    if (found) return found;
    try {
      const response = await fetch(event.request);
      if (event.resultingClientId) await setLive(event.resultingClientId);
      if (response.ok) event.waitUntil(keepRead(path, response.clone()));
      return response;
    } catch (offline) {
      return Response.redirect(scope + "offline.html#" + encodeURIComponent(path), 302);
    }
  }

  async function file(event, path) {
    const fromNetwork = await isLive(event.clientId), found = await find(path);
    if (found && !fromNetwork) return found;
    try {
      const response = await fetch(event.request);
      if (!response.ok) return response;
      const reading = keepRead(path, response.clone());
      event.waitUntil(reading);
      // Search files carry a stamp by which the engine refuses those of another version, so they need not wait.
      if (fromNetwork || path.startsWith("search/") || !(await reading)) return response;
      return Response.error();
    } catch (offline) {
      return found || Response.error();
    }
  }

  /** Pages kept besides the shell, with their titles, the last ones first. */
  async function pages() {
    const cache = await open(), shell = new Set(site.shell.map(([path]) => path)), list = [];
    const keys = (await cache.keys()).reverse();
    for (const request of keys) {
      const path = sitePath(request.url);
      if (!path.endsWith(".html") || shell.has(path)) continue;
      const title = /<title>([^<]*)/.exec(await (await cache.match(request)).text());
      list.push({ path: request.url.slice(scope.length), title: title ? title[1].replace(/ · [^·]*$/, "") : path });
      if (list.length === SHOWN) break;
    }
    return list;
  }

  async function forget() {
    const cache = await open(), stays = new Set(site.shell.map(([path]) => path).concat(LIST, ACTIVE));
    await cache.delete(address(SAVED));
    for (const request of await cache.keys()) if (!stays.has(sitePath(request.url))) await cache.delete(request);
    lists.clear();
  }

  const answers = {
    activate: () => self.skipWaiting(),
    state: async (data, event) => {
      const saved = await find(SAVED);
      return {
        version: site.version, parts: site.parts, files: site.files, bytes: site.bytes, words: site.words,
        saved: saved ? await saved.text() : "", live: await isLive(event.source.id), waiting: Boolean(self.registration.waiting),
      };
    },
    save: (data, event) => savePart(data.part, (files) => event.ports[0].postMessage({ files })),
    finish: async (data) => {
      for (let i = 0; i < site.parts; i++) if (!(await find("offline/done/" + i))) throw new Error("a part is not there");
      await mark(SAVED, data.date);
    },
    pages, forget,
  };

  async function answer(event) {
    const port = event.ports[0];
    try {
      const result = await answers[event.data.what](event.data, event);
      if (port) port.postMessage({ result: result === undefined ? null : result });
    } catch (error) {
      if (error instanceof Changed) self.registration.update().catch(() => {});
      if (port) port.postMessage({ error: error instanceof Changed ? "changed" : error.name === "QuotaExceededError" ? "full" : "network" });
    }
  }

  self.addEventListener("install", (event) => event.waitUntil(install()));
  self.addEventListener("activate", (event) => event.waitUntil(activate()));
  self.addEventListener("message", (event) => {
    if (event.data && Object.hasOwn(answers, event.data.what)) event.waitUntil(answer(event));
  });
  self.addEventListener("fetch", (event) => {
    const path = sitePath(event.request.url);
    if (event.request.method !== "GET" || path === null || path === "sw.js") return;
    event.respondWith(event.request.mode === "navigate" ? page(event, path) : file(event, path));
  });
})();

// Keeps an open page in step with the site. The stream of events says what changed for this page since the build that it shows;
// see message in events.go. The new page comes with the message, or is fetched, and the differences are applied; a changed style sheet or image is
// exchanged, a changed script loads the page anew.
//
// After each update the document gets the event "gloss:update" (detail: {build}), for scripts of the page that hold data of
// the site or set up elements.

const own = document.currentScript;
const shows = { build: Number(own.dataset.build), session: own.dataset.session };
const missing = own.dataset.missing !== undefined || shows.build < 0; // the page says that there is no page
own.remove();
const was = copyOf(document.documentElement);
let pristine = true; // was still is what scripts before this one made of the served page

/** @returns {string} the path without percent signs, as far as they mean something */
function decoded(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // "100%.png" is an address too
  }
}

/** Fetched files by path: the elements of was that want them, or nothing for what style sheets want. */
function uses() {
  const found = new Map();
  const add = (address, node) => {
    const url = new URL(address, document.baseURI);
    if (url.origin !== location.origin || url.pathname.startsWith("/.gloss/")) return;
    const path = decoded(url.pathname);
    found.set(path, (found.get(path) || []).concat(node || []));
  };
  for (const node of was.querySelectorAll("script[src], img[src], audio[src], video[src], source[src], link[rel~=stylesheet][href], link[rel~=icon][href]")) {
    add(node.getAttribute("src") || node.getAttribute("href"), node);
  }
  for (const entry of performance.getEntriesByType("resource")) {
    if (entry.initiatorType === "css" && !found.has(decoded(new URL(entry.name).pathname))) add(entry.name);
  }
  return found;
}

/** Loads the page anew, but never twice for one build: a page that asks for it each time must not go round for ever. */
function reload() {
  const key = shows.session + " " + shows.build;
  if (session.get("gloss-reload") === key) return;
  session.set("gloss-reload", key);
  location.reload();
}

/** Adds the build to an address so that no cache answers. */
function renewed(node, attribute, build) {
  const url = new URL(node.getAttribute(attribute), document.baseURI);
  url.searchParams.set("gloss", build);
  return url.href;
}

/** Exchanges a style sheet once the new one is loaded, so that the page is never without. @returns {Promise<void>} */
function exchangeStyle(node, build) {
  const old = twins.get(node);
  const fresh = old.cloneNode();
  fresh.href = renewed(node, "href", build);
  twins.set(node, fresh);
  return new Promise((done) => {
    fresh.onload = fresh.onerror = () => {
      old.remove();
      done();
    };
    old.after(fresh);
  });
}

/** @returns {Promise<boolean>} whether the change of a file could be shown without loading the page anew */
async function exchange(nodes, build) {
  if (!nodes || !nodes.length || nodes.some((node) => node.nodeName === "SCRIPT")) return false;
  await Promise.all(nodes.map((node) => {
    if (node.matches("link[rel~=stylesheet]")) return exchangeStyle(node, build);
    const attribute = node.hasAttribute("src") ? "src" : "href";
    twins.get(node).setAttribute(attribute, renewed(node, attribute, build));
  }));
  return true;
}

function scriptsOf(tree) {
  const run = [...tree.querySelectorAll("script")].filter((script) => !script.type || /javascript|module/i.test(script.type));
  return run.map((script) => script.outerHTML).join("\n");
}

/** Applies what changed of the page; it is fetched unless it came with the message. */
async function follow(message) {
  if (message.html) return missing ? reload() : take(message.html);
  const response = await fetch(location.pathname + location.search, { cache: "no-store" });
  if (!(response.headers.get("Content-Type") || "").startsWith("text/html")) return reload();
  const text = await response.text();
  if (response.status === 404 && !missing) return gone("");
  if (missing !== (response.status !== 200)) return reload();
  return take(text);
}

/** Brings the document to a newer version of the page. @param {string} text HTML */
function take(text) {
  const next = new DOMParser().parseFromString(text, "text/html");
  next.querySelectorAll("script[data-session]").forEach((script) => script.remove());
  // The parser takes the content of noscript as elements where a live page with scripts has text.
  next.querySelectorAll("noscript").forEach((node) => { node.textContent = node.innerHTML; });
  const refresh = next.querySelector("meta[http-equiv=refresh i]");
  const target = refresh && /url=(.*)/i.exec(refresh.content);
  if (target) return location.replace(new URL(target[1].trim().replace(/^['"]|['"]$/g, ""), location.href));
  if (scriptsOf(was) !== scriptsOf(next)) return reload();
  inPlace(() => morph(was, next.documentElement, pristine));
  pristine = false;
}

/** Changes the page and keeps what the reader looks at where it is. */
function inPlace(change) {
  const anchored = CSS.supports("overflow-anchor", "auto");
  const seen = anchored ? null : document.elementFromPoint(innerWidth / 2, innerHeight / 3);
  const top = seen && seen.getBoundingClientRect().top;
  const focused = document.activeElement;
  change();
  if (seen && seen.isConnected) scrollBy({ top: seen.getBoundingClientRect().top - top, behavior: "instant" });
  if (focused && !focused.isConnected && focused.id) {
    const again = document.getElementById(focused.id);
    if (again) again.focus({ preventScroll: true });
  }
}

function gone(moved) {
  const links = moved ? [["The page that came instead", moved], ["Home", "/"]] : [["Home", "/"]];
  showNotice("This page is no longer in the glossary.", ...links);
}

/** Brings the page to the state that a message tells. */
async function apply(message) {
  if (message.problems) showProblems(message.problems);
  if (message.restarted) return reload();
  if (message.page === "gone" && !missing) gone(message.moved);
  else showNotice("");
  if (message.page !== "changed" && !message.files.length) session.set("gloss-reload", "");
  const before = uses();
  let whole = true;
  for (const file of message.files) whole = (await exchange(before.get(file), message.build)) && whole;
  if (!whole) return reload();
  if (message.page === "changed") await follow(message);
  const newer = message.build !== shows.build;
  shows.build = message.build;
  if (newer) document.dispatchEvent(new CustomEvent("gloss:update", { detail: { build: message.build } }));
  if ([...uses().keys()].some((file) => !before.has(file))) connect();
}

let source = null;
let heard = 0; // when the server was last heard
let failures = 0;
let retry = 0;
let crowded = false; // the server has sent this page away for newer ones
let work = Promise.resolve();

function disconnect() {
  clearTimeout(retry);
  if (source) source.close();
  source = null;
}

/**
 * Opens the stream. Browsers allow six connections to a server in all, so a hidden page has none, and with many windows the
 * server sends the oldest away: they then ask once a second until they are used again.
 */
function connect() {
  disconnect();
  if (document.hidden) return;
  const url = new URL("/.gloss/events", location.href);
  url.searchParams.set("session", shows.session);
  url.searchParams.set("build", shows.build);
  url.searchParams.set("page", decoded(location.pathname));
  for (const file of uses().keys()) url.searchParams.append("use", file);
  const once = crowded;
  if (once) url.searchParams.set("once", "1");
  const mine = source = new EventSource(url);
  heard = Date.now();
  mine.addEventListener("beat", () => { heard = Date.now(); });
  mine.addEventListener("state", (event) => {
    heard = Date.now();
    failures = 0;
    const message = JSON.parse(event.data);
    if (once) {
      mine.close();
      retry = setTimeout(connect, 1000);
    }
    work = work.then(() => mine === source && apply(message)).catch(() => mine === source && lost());
  });
  mine.addEventListener("crowded", () => {
    crowded = true;
    mine.close();
    retry = setTimeout(connect, 1000);
  });
  mine.onerror = () => mine === source && lost();
}

/** The connection broke, or an update could not be fetched: begin again from the build that the page shows. */
function lost() {
  disconnect();
  failures++;
  if (failures > 3) showNotice("gloss serve does not answer. This page follows again when it does.");
  retry = setTimeout(connect, Math.min(3000, 150 * failures * failures));
}

// After sleep a dead connection can look alive; the server is heard every 15 seconds otherwise.
setInterval(() => source && source.readyState !== EventSource.CLOSED && Date.now() - heard > 40000 && connect(), 5000);
document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()));
addEventListener("pagehide", disconnect);
addEventListener("pageshow", (event) => event.persisted && connect());
addEventListener("online", connect);
addEventListener("focus", () => {
  if (!crowded) return;
  crowded = false;
  connect();
});
connect();

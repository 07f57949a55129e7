// Reading without a network: registers the service worker (sw.js) and says which version is being read and what is kept. The worker
// keeps and answers; this script asks and shows. Saving the whole site and listing what is kept is another script,
// assets/save.js, because few ask for it. A file opened from disk needs none of them.
(function () {
  const site = globalThis.glossSite, workers = navigator.serviceWorker, foot = document.querySelector(".foot");
  if (!site.offline || !foot || !workers || !location.protocol.startsWith("http")) return;
  const root = document.documentElement, language = root.lang, base = root.dataset.root, { button, make } = site;
  let registration;

  const box = make("p");
  box.className = "offline";
  box.dataset.offline = "";
  box.hidden = true;
  box.setAttribute("role", "status");
  foot.append(box);

  /** Asks the worker; tell is called for each report on the way. */
  const ask = (message, tell) => new Promise((resolve, reject) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = ({ data }) => {
      if ("files" in data) return tell(data.files);
      channel.port1.close();
      if (data.error) reject(data.error);
      else resolve(data.result);
    };
    registration.active.postMessage(message, [channel.port2]);
  });

  /** Fills the box, and keeps the focus in it when it was on a button there. */
  function show(...parts) {
    const focused = box.contains(document.activeElement);
    box.replaceChildren(...parts);
    box.hidden = false;
    if (focused) box.querySelector("button")?.focus();
  }

  const said = (phrase, value) => make("span", phrase.replace("%s", value));

  /** Does one of the things that assets/save.js can do. */
  const later = (what) => site.load("save.js", () => offline[what]());

  /** Shows what is kept. */
  async function idle() {
    const state = await ask({ what: "state" }), words = state.words, parts = [];
    offline.state = state;
    if (!state.live && workers.controller) parts.push(said(words.version, state.version.slice(0, 8)));
    if (state.saved) {
      parts.push(said(words.saved, new Date(state.saved).toLocaleDateString(language, { dateStyle: "medium" })),
        button(words.remove, () => ask({ what: "forget" }).then(idle)));
    } else {
      parts.push(button(words.save, () => later("confirm")));
    }
    if (state.waiting) {
      parts.push(said(words.newer), button(words.switch, () => registration.waiting?.postMessage({ what: "activate" })));
    }
    show(...parts);
    box.dataset.version = state.version;
  }

  /** What assets/save.js works with, and adds to: confirm and list. */
  const offline = site.reading = { ask, show, said, idle, base, language };

  async function start() {
    let controlled = Boolean(workers.controller);
    workers.addEventListener("controllerchange", () => {
      // A new version took over: this page is of the old one.
      if (controlled) location.reload();
      controlled = true;
    });
    try {
      registration = await workers.register(base + "sw.js", { updateViaCache: "none" });
      registration.addEventListener("updatefound", () => {
        registration.installing.addEventListener("statechange", (event) => {
          if (event.target.state === "installed" && offline.state && !box.querySelector("progress")) idle();
        });
      });
      await workers.ready;
      if (!registration.active) return;
      await idle();
      if (document.getElementById("offline-pages")) later("list");
    } catch (refused) {
      // The server has no worker, or the browser forbids it: then the site is read from the network alone.
    }
  }

  addEventListener("load", start); // a deferred script runs before
})();

// Reading without a network: registers the service worker (sw.js), says which version is being read, and saves the whole site
// when the reader wants it. The worker keeps and answers; this script asks, shows and counts. A file opened from disk needs none.
(function () {
  "use strict";
  var workers = navigator.serviceWorker, foot = document.querySelector(".foot");
  if (!glossSite.offline || !foot || !workers || !location.protocol.startsWith("http")) return;
  var base = document.documentElement.dataset.root, language = document.documentElement.lang || "en";
  var box = document.createElement("p"), registration, state, words, stopped;
  box.className = "offline";
  box.dataset.offline = "";
  box.hidden = true;
  box.setAttribute("role", "status");
  foot.append(box);

  /** Asks the worker; tell is called for each report on the way. */
  function ask(message, tell) {
    return new Promise(function (resolve, reject) {
      var channel = new MessageChannel();
      channel.port1.onmessage = function (event) {
        var data = event.data;
        if ("files" in data) return tell(data.files);
        channel.port1.close();
        if (data.error) reject(data.error);
        else resolve(data.result);
      };
      registration.active.postMessage(message, [channel.port2]);
    });
  }

  function button(label, act) {
    var b = document.createElement("button");
    b.type = "button";
    b.textContent = label;
    b.addEventListener("click", act);
    return b;
  }

  /** Fills the box, and keeps the focus in it when it was on a button there. */
  function show() {
    var focused = box.contains(document.activeElement);
    box.replaceChildren.apply(box, arguments);
    box.hidden = false;
    var first = focused && box.querySelector("button");
    if (first) first.focus();
  }

  function size(bytes) {
    var mega = bytes >= 1e6;
    return new Intl.NumberFormat(language, { style: "unit", unit: mega ? "megabyte" : "kilobyte", maximumFractionDigits: mega && bytes < 1e8 ? 1 : 0 })
      .format(bytes / (mega ? 1e6 : 1e3));
  }

  function said(phrase, value) {
    var text = document.createElement("span");
    text.textContent = phrase.replace("%s", value);
    return text;
  }

  /** Shows what is kept. */
  function idle() {
    return ask({ what: "state" }).then(function (answer) {
      state = answer;
      words = state.words;
      var parts = [];
      if (!state.live && workers.controller) parts.push(said(words.version, state.version.slice(0, 8)));
      if (state.saved) parts.push(said(words.saved, new Date(state.saved).toLocaleDateString(language, { dateStyle: "medium" })), button(words.remove, remove));
      else parts.push(button(words.save, confirm));
      if (state.waiting) parts.push(said(words.newer), button(words.switch, change));
      show.apply(null, parts);
      box.dataset.version = state.version;
    });
  }

  function confirm() {
    show(said(words.size, size(state.bytes)), button(words.confirm, save), button(words.cancel, idle));
  }

  function save() {
    var bar = document.createElement("progress"), text = said(words.saving, ""), done = 0, percent = -1;
    var share = new Intl.NumberFormat(language, { style: "percent" });
    stopped = false;
    bar.max = state.files;
    function tell(files) {
      done = Math.min(done + files, state.files);
      bar.value = done;
      var now = Math.floor(100 * done / state.files);
      if (now === percent) return;
      percent = now;
      text.textContent = words.saving.replace("%s", share.format(now / 100));
    }
    // Bars are not announced: only each tenth would be news, and the end says it all.
    bar.setAttribute("aria-label", words.save);
    text.setAttribute("aria-hidden", "true");
    tell(0);
    show(bar, text, button(words.cancel, function () {
      stopped = true;
      idle();
    }));
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist().catch(function () {});
    // Part by part, so that a browser that ends long work in the background loses one part at most; what is there is not fetched again.
    function next(part) {
      if (stopped) return;
      if (part === state.parts) return ask({ what: "finish", date: new Date().toISOString() }).then(idle);
      return ask({ what: "save", part: part }, function (files) {
        if (!stopped) tell(files);
      }).then(function () {
        return next(part + 1);
      });
    }
    Promise.resolve(next(0)).catch(failed);
  }

  function failed(why) {
    if (stopped) return;
    show(said(words[why]), button(words.retry, save), button(words.cancel, idle));
  }

  function remove() {
    ask({ what: "forget" }).then(idle);
  }

  function change() {
    if (registration.waiting) registration.waiting.postMessage({ what: "activate" });
  }

  /** Fills the page that a reader is led to from one that is not kept. */
  function list() {
    var place = document.getElementById("offline-pages");
    if (!place) return;
    var wanted = location.hash.slice(1);
    if (wanted) {
      var note = document.createElement("p"), link = document.createElement("a");
      note.append(state.saved ? words.whole : words.missing, " ", link);
      // The path stays below the site, whatever the address says.
      link.href = base + "./" + wanted.split("%2F").join("/");
      link.textContent = words.retry;
      place.before(note);
    }
    ask({ what: "pages" }).then(function (pages) {
      if (!pages.length) return;
      var head = document.createElement("h2"), items = document.createElement("ul");
      head.textContent = words.available;
      pages.forEach(function (page) {
        var item = document.createElement("li"), link = document.createElement("a");
        link.href = base + "./" + page.path;
        link.textContent = page.title;
        item.append(link);
        items.append(item);
      });
      place.append(head, items);
    });
  }

  function start() {
    var controlled = Boolean(workers.controller);
    workers.addEventListener("controllerchange", function () {
      // A new version took over: this page is of the old one.
      if (controlled) location.reload();
      controlled = true;
    });
    workers.register(base + "sw.js", { updateViaCache: "none" }).then(function (found) {
      registration = found;
      registration.addEventListener("updatefound", function () {
        registration.installing.addEventListener("statechange", function () {
          if (this.state === "installed" && state && !box.querySelector("progress")) idle();
        });
      });
      return workers.ready;
    }).then(function () {
      if (!registration.active) return;
      return idle().then(list);
    }).catch(function () {
      // The server has no worker, or the browser forbids it: then the site is read from the network alone.
    });
  }

  if (document.readyState === "complete") start();
  else addEventListener("load", start);
})();

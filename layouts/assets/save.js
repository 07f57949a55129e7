// Saves the whole site when the reader wants it, and lists what is kept on the page that a reader without a network is led to. It
// comes when one of them is asked for, and works with what scripts/30-offline.js has set up.
(function () {
  "use strict";
  const { reading: offline, button } = globalThis.glossSite, { ask, show, said, idle, base, language } = offline;
  let stopped;

  function size(bytes) {
    const mega = bytes >= 1e6;
    return new Intl.NumberFormat(language, { style: "unit", unit: mega ? "megabyte" : "kilobyte", maximumFractionDigits: mega && bytes < 1e8 ? 1 : 0 })
      .format(bytes / (mega ? 1e6 : 1e3));
  }

  /** Says how much will be kept, and asks. */
  offline.confirm = function () {
    const { words, bytes } = offline.state;
    show(said(words.size, size(bytes)), button(words.confirm, save), button(words.cancel, idle));
  };

  async function save() {
    const { words, files, parts } = offline.state;
    const bar = document.createElement("progress"), text = said(words.saving, "");
    const share = new Intl.NumberFormat(language, { style: "percent" });
    let done = 0, percent = -1;
    stopped = false;
    bar.max = files;
    function tell(more) {
      if (stopped) return;
      done = Math.min(done + more, files);
      bar.value = done;
      const now = Math.floor((100 * done) / files);
      if (now === percent) return;
      percent = now;
      text.textContent = words.saving.replace("%s", share.format(now / 100));
    }
    // Bars are not announced: only each tenth would be news, and the end says it all.
    bar.setAttribute("aria-label", words.save);
    text.setAttribute("aria-hidden", "true");
    tell(0);
    show(bar, text, button(words.cancel, () => {
      stopped = true;
      idle();
    }));
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist().catch(() => {});
    try {
      // Part by part, so that a browser that ends long work in the background loses one part at most; what is there is not fetched again.
      for (let part = 0; part < parts && !stopped; part++) await ask({ what: "save", part }, tell);
      if (stopped) return;
      await ask({ what: "finish", date: new Date().toISOString() });
      idle();
    } catch (why) {
      if (!stopped) show(said(words[why]), button(words.retry, save), button(words.cancel, idle));
    }
  }

  function link(path, title) {
    const a = document.createElement("a");
    a.href = base + "./" + path; // the path stays below the site, whatever the address says
    a.textContent = title;
    return a;
  }

  /** Fills the page that a reader is led to from one that is not kept. */
  offline.list = async function () {
    const { words, saved } = offline.state;
    const place = document.getElementById("offline-pages"), wanted = location.hash.slice(1);
    if (wanted) {
      const note = document.createElement("p");
      note.append(saved ? words.whole : words.missing, " ", link(wanted.split("%2F").join("/"), words.retry));
      place.before(note);
    }
    const pages = await ask({ what: "pages" });
    if (!pages.length) return;
    const head = document.createElement("h2"), items = document.createElement("ul");
    head.textContent = words.available;
    for (const page of pages) {
      const item = document.createElement("li");
      item.append(link(page.path, page.title));
      items.append(item);
    }
    place.append(head, items);
  };
})();

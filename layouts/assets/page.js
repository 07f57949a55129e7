// What scripts add to a page: the choice of colours, a mark that follows the reader in the table of contents, copying,
// a random term, and fetching ahead of a click. Everything works without them.
(function () {
  "use strict";
  var root = document.documentElement;

  /** @param {HTMLSelectElement} select */
  function colours(select) {
    select.value = root.dataset.colours || "";
    select.addEventListener("change", function () {
      root.dataset.colours = select.value;
      try {
        localStorage.setItem("gloss-colours", select.value);
      } catch (refused) {
        // The choice then holds for this page only.
      }
    });
  }

  /** Marks the section that is being read. @param {Element} nav */
  function follow(nav) {
    var current, passed = new Set();
    var pairs = Array.from(nav.querySelectorAll("a"), function (link) {
      return [document.getElementById(decodeURIComponent(link.hash.slice(1))), link];
    });
    // The observed area reaches from far above the page to a third of the window: a heading is in it once it has been passed,
    // however far the reader jumps.
    var observer = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) {
        passed[entry.isIntersecting ? "add" : "delete"](entry.target);
      });
      var last = pairs.filter(function (pair) { return passed.has(pair[0]); }).pop();
      if (current) current.removeAttribute("aria-current");
      current = last && last[1];
      if (current) current.setAttribute("aria-current", "true");
    }, { rootMargin: "1000000px 0px -67% 0px" });
    pairs.forEach(function (pair) {
      if (pair[0]) observer.observe(pair[0]);
    });
  }

  /** Copies the text before the button, else the page's address. @param {HTMLButtonElement} button */
  function copy(button) {
    if (!navigator.clipboard) return;
    var label = button.textContent, text = button.previousElementSibling;
    button.hidden = false;
    button.addEventListener("click", function () {
      var canonical = document.querySelector("link[rel=canonical]");
      var address = canonical ? canonical.href : location.href.split("#")[0];
      navigator.clipboard.writeText(text && text.localName === "pre" ? text.textContent : address).then(function () {
        button.textContent = button.dataset.copy;
        setTimeout(function () {
          button.textContent = label;
        }, 2000);
      });
    });
  }

  /** One of a list, each as likely as its weight says. */
  function pick(list, weight) {
    var sum = 0, chosen = null;
    list.forEach(function (item) {
      var w = weight ? weight(item) : 1;
      sum += w;
      if (Math.random() * sum < w) chosen = item;
    });
    return chosen;
  }

  /** Leads to a term chosen anew at each click: from the terms on the home page, else by way of the page of a letter. */
  function random(link) {
    link.addEventListener("click", function (event) {
      var term = pick(document.querySelectorAll(".columns a"));
      var letter = pick(document.querySelectorAll(".letters a"), function (a) {
        var count = a.querySelector(".count");
        return count ? Number(count.textContent) : 0;
      });
      if (event.ctrlKey || event.metaKey || event.shiftKey || !(term || letter)) return;
      event.preventDefault();
      location.href = term ? term.href : letter.href + "#g:random";
    });
  }

  /** Goes on from the page of a letter: to one of its parts, then to one of its terms. */
  function randomOfLetter() {
    var part = location.hash === "#g:random" && pick(document.querySelectorAll(".parts a"));
    var term = pick(document.querySelectorAll(".entries a"));
    if (part && !part.hasAttribute("aria-current")) location.replace(part.href + "#g:random-here");
    else if (term) location.replace(term.href);
  }

  /** Fetches a page of this site when the pointer comes to rest on a link to it. */
  function ahead() {
    var done = new Set(), timer;
    if (!location.protocol.startsWith("http") || (navigator.connection && navigator.connection.saveData)) return;
    document.addEventListener("pointerover", function (event) {
      clearTimeout(timer);
      var link = event.target.closest && event.target.closest("a[href]");
      if (!link || link.origin !== location.origin || link.pathname === location.pathname || done.has(link.pathname)) return;
      timer = setTimeout(function () {
        var hint = document.createElement("link");
        done.add(link.pathname);
        hint.rel = "prefetch";
        hint.href = link.pathname;
        document.head.append(hint);
      }, 80);
    });
  }

  /** Makes the site installable. Browsers complain about a manifest for a page that was opened from disk. */
  function installable() {
    var manifest = document.documentElement.dataset.app;
    if (!manifest || !location.protocol.startsWith("http")) return;
    var link = document.createElement("link");
    link.rel = "manifest";
    link.href = manifest;
    document.head.append(link);
  }

  installable();
  document.querySelectorAll("[data-colours]:not(html)").forEach(colours);
  document.querySelectorAll(".contents").forEach(follow);
  document.querySelectorAll("[data-copy]").forEach(copy);
  document.querySelectorAll("[data-random]").forEach(random);
  if (location.hash.indexOf("#g:random") === 0) randomOfLetter();
  ahead();
})();

// What scripts add to a page: the choice of colours, a mark that follows the reader in the table of contents, copying a link,
// and fetching ahead of a click. Everything works without them.
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

  /** @param {HTMLButtonElement} button */
  function copy(button) {
    if (!navigator.clipboard) return;
    var label = button.textContent;
    button.hidden = false;
    button.addEventListener("click", function () {
      var canonical = document.querySelector("link[rel=canonical]");
      var address = canonical ? canonical.href : location.href.split("#")[0];
      navigator.clipboard.writeText(address).then(function () {
        button.textContent = button.dataset.copy;
        setTimeout(function () {
          button.textContent = label;
        }, 2000);
      });
    });
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

  document.querySelectorAll("[data-colours]:not(html)").forEach(colours);
  document.querySelectorAll(".contents").forEach(follow);
  document.querySelectorAll("[data-copy]").forEach(copy);
  ahead();
})();

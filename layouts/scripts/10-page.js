// What scripts add to a page: the choice of colours, a mark that follows the reader in the table of contents, copying and citing,
// a random term, and fetching ahead of a click. Everything else works without them.
(function () {
  const root = document.documentElement, site = globalThis.glossSite, online = location.protocol.startsWith("http");
  const base = root.dataset.root;

  // The reader's choice of colours comes first: the style sheet alone follows the system.
  try {
    const choice = localStorage.getItem("gloss-colours");
    if (choice) root.dataset.colours = choice;
  } catch (refused) {
    // Storage may be forbidden, as it is for files in some browsers: then the system decides.
  }

  /** An element with children; other scripts of the theme make theirs with it. */
  const make = site.make = (name, ...children) => {
    const element = document.createElement(name);
    element.append(...children);
    return element;
  };

  /** Fills the place in the head of the page with the choice of colours. */
  function colours(place) {
    const select = make("select"), [label, ...names] = site.colours;
    ["", "light", "dark", "contrast"].forEach((value, i) => select.append(new Option(names[i], value)));
    select.setAttribute("aria-label", label);
    select.value = root.dataset.colours || "";
    select.addEventListener("change", () => {
      root.dataset.colours = select.value;
      try {
        localStorage.setItem("gloss-colours", select.value);
      } catch (refused) {
        // The choice then holds for this page only.
      }
    });
    place.append(select);
  }

  /** Marks the section that is being read, in a table that is open where there is room for it. Returns what ends it. @param {Element} nav */
  function follow(nav) {
    nav.firstElementChild.open = matchMedia("(min-width: 60rem)").matches;
    const passed = new Set();
    const pairs = Array.from(nav.querySelectorAll("a"), (link) => [document.getElementById(decodeURIComponent(link.hash.slice(1))), link]);
    // The observed area reaches from far above the page to a third of the window: a heading is in it once it has been passed,
    // however far the reader jumps.
    const observer = new IntersectionObserver((entries) => {
      for (const entry of entries) passed[entry.isIntersecting ? "add" : "delete"](entry.target);
      const last = pairs.filter(([heading]) => passed.has(heading)).pop();
      nav.querySelector("[aria-current]")?.removeAttribute("aria-current"); // an earlier observer may have set it
      last?.[1].setAttribute("aria-current", "true");
    }, { rootMargin: "1000000px 0px -67% 0px" });
    for (const [heading] of pairs) if (heading) observer.observe(heading);
    return observer;
  }

  /** A button, for other scripts too. */
  const button = site.button = (label, act) => {
    const b = make("button", label);
    b.type = "button";
    b.addEventListener("click", act);
    return b;
  };

  const loaded = {};
  /** Loads another script of the theme, once, for what few ask for, then does something with it. */
  const load = site.load = (name, then) => {
    loaded[name] ??= new Promise((resolve) => {
      document.head.append(Object.assign(make("script"), { src: base + "assets/" + name, onload: resolve }));
    });
    loaded[name].then(then);
  };

  /** What a button does that copies a text, and says so on itself for two seconds. */
  const copying = (text) => async (event) => {
    const b = event.currentTarget, label = b.textContent;
    if (label === site.copied) return;
    await navigator.clipboard.writeText(text());
    b.textContent = site.copied;
    setTimeout(() => (b.textContent = label), 2000);
  };

  /** The page's address to pass on. */
  function address() {
    const canonical = document.querySelector("link[rel=canonical]");
    return canonical?.href || location.href.split("#")[0];
  }

  /** Adds copying and citing to the line under an entry. How to cite is another script, because few ask for it. */
  function provenance(line) {
    if (navigator.clipboard) line.append(button(site.link, copying(address)));
    if (!document.body.matches(".on-term")) return;
    const cite = button(site.citing, () => load("cite.js", () => site.citation(cite, copying)));
    cite.setAttribute("aria-expanded", false);
    line.append(cite);
  }

  /** Leads to a term chosen anew at each click, with the help of another script. */
  function random(event) {
    const link = event.target.closest?.("[data-random]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    load("random.js", () => site.random(link));
  }

  /** Fetches a page of this site when the pointer comes to rest on a link to it. */
  function ahead() {
    const done = new Set([location.pathname]);
    let timer;
    if (!online || navigator.connection?.saveData) return;
    document.addEventListener("pointerover", (event) => {
      clearTimeout(timer);
      const link = event.target.closest("a[href]");
      if (!link || link.origin !== location.origin || done.has(link.pathname)) return;
      timer = setTimeout(() => {
        done.add(link.pathname);
        head("prefetch", link.pathname);
      }, 80);
    });
  }

  const notes = make("ol");
  /** On paper no link can be followed: those to terms get numbers, and notes under the text give the terms' titles and addresses. */
  function note() {
    const body = document.querySelector(".body"), terms = [];
    if (!body) return;
    notes.replaceChildren();
    notes.className = "notes";
    notes.start = body.querySelectorAll(".footnotes li").length + 1;
    for (const link of body.querySelectorAll("a.term")) {
      const at = decodeURI(online ? link.host + link.pathname : link.getAttribute("href").split("#")[0]);
      if (!terms.includes(at)) {
        terms.push(at);
        notes.append(make("li", (link.querySelector("abbr") || link).title || link.textContent, " ", make("i", at)));
      }
      link.dataset.note = notes.start + terms.indexOf(at);
    }
    body.append(notes);
  }

  function head(rel, href) {
    document.head.append(Object.assign(make("link"), { rel, href }));
  }

  /** Makes the site installable. Browsers complain about a manifest for a page that was opened from disk. */
  function installable() {
    if (site.app && online) head("manifest", base + "manifest.webmanifest");
  }

  let contents = [];
  /** Sets up what the page has, again when the preview server has changed the page under the reader. */
  function setUp() {
    document.querySelectorAll(".colours:empty").forEach(colours);
    document.querySelectorAll(".provenance:not(:has(button))").forEach(provenance);
    for (const observer of contents) observer.disconnect();
    contents = Array.from(document.querySelectorAll(".contents"), follow);
  }

  setUp();
  document.addEventListener("gloss:update", setUp);
  document.addEventListener("click", random);
  addEventListener("beforeprint", note);
  if (location.hash.startsWith("#g:random")) load("random.js", () => site.randomOfLetter());
  installable();
  ahead();
})();

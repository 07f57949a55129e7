// The search box: a combobox with a list of answers (ARIA Authoring Practices 1.2), and the search page.
//
// It asks the engine, gloss.search(words, limit, answer), and knows nothing of how answers are found. What comes from the
// index is shown as text, never as HTML. The words of the interface are glossSite.search, which the theme's script sets (see
// layouts/script.go). Without this script the form leads to the A-Z.
(function () {
  "use strict";

  const PAUSE = 80; // milliseconds without a key before the engine is asked
  const PATIENCE = 300; // milliseconds before the reader is told to wait
  const SHORT = 8, LONG = 50; // answers in the box and on the search page
  const LATELY = 6; // terms remembered, of which the one on the screen is none to go to

  const root = document.documentElement;
  const base = root.dataset.root || "";
  const form = document.querySelector("form.search");
  if (!form) return;
  const input = form.elements.q;
  const say = globalThis.glossSite.search;
  const page = document.querySelector("[data-found]"); // the list of the search page, or null

  /** The words asked last, their hits, and the index of the chosen one. */
  let asked = "", hits = [], active = -1;
  let stop = null, pause = 0, patience = 0;

  const make = (name, attributes, ...children) => {
    const element = document.createElement(name);
    for (const key in attributes) element.setAttribute(key, attributes[key]);
    element.append(...children);
    return element;
  };
  const fill = (phrase, value) => phrase.replace(/%[ds]/, () => value);
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
  const addressOfAll = () => base + "search.html?q=" + encodeURIComponent(input.value.trim());

  const note = make("p", { class: "note" });
  const status = make("p", { class: "unseen", role: "status" });
  const list = page || make("div", { role: "listbox", id: "g:answers", "aria-label": input.getAttribute("aria-label") });
  const panel = page ? make("div", { class: "found-note" }) : make("div", { class: "answers" }, list);
  panel.append(note);
  panel.hidden = true;
  if (page) page.before(panel);
  else form.append(panel);
  form.append(status);

  /** The summary with its marks: ranges in UTF-16 units, in order. */
  function marked(summary, marks) {
    const span = make("span");
    let end = 0;
    for (const [from, to] of marks || []) {
      span.append(summary.slice(end, from), make("mark", {}, summary.slice(from, to)));
      end = to;
    }
    span.append(summary.slice(end));
    return span;
  }

  function link(href, position, ...children) {
    if (page) return make("li", {}, make("a", { class: "answer", href }, ...children));
    return make("a", { class: "answer", href, role: "option", id: "g:answer" + position, tabindex: -1, "aria-selected": false }, ...children);
  }

  function option(hit, position) {
    const children = [make("b", {}, hit.title)];
    if (hit.matched) children.push(" ", make("i", {}, fill(say.also, hit.matched)));
    if (hit.summary) children.push(marked(hit.summary, hit.marks));
    if (page && hit.tags && hit.tags.length) children.push(make("small", {}, hit.tags.join(" · ")));
    return link(base + hit.url, position, ...children);
  }

  function open(shown) {
    panel.hidden = page ? !note.firstChild : !shown;
    if (!page) input.setAttribute("aria-expanded", shown && list.childElementCount > 0);
    if (!shown) choose(-1);
  }

  function choose(position) {
    if (page) return;
    const old = list.children[active], chosen = list.children[position];
    if (old) old.setAttribute("aria-selected", false);
    active = chosen ? position : -1;
    if (chosen) {
      chosen.setAttribute("aria-selected", true);
      chosen.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", chosen.id);
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  /** A message under the answers, with a button where there is something to do. */
  function tell(text, label, act) {
    note.replaceChildren();
    if (text) note.append(text);
    if (label) {
      const button = make("button", { type: "button" }, label);
      button.addEventListener("click", () => {
        input.focus();
        act();
      });
      note.append(text && " ", button);
    }
    note.hidden = !note.firstChild;
    return text;
  }

  /** Puts a sentence of the body in place of a summary, in the same room; a longer one begins not far before the first mark. */
  function quote(position, sentence, marks) {
    const old = list.children[position] && list.children[position].querySelector("span");
    if (!old) return;
    const far = marks.length && sentence.length > old.textContent.length ? marks[0][0] - 20 : 0;
    const from = far > 0 ? sentence.lastIndexOf(" ", far) + 1 : 0;
    const dots = from ? "…" : "", shift = (i) => i - from + dots.length;
    const span = marked(dots + sentence.slice(from), marks.map(([a, b]) => [shift(a), shift(b)]));
    const height = old.offsetHeight, line = parseFloat(getComputedStyle(old).lineHeight);
    old.replaceWith(span);
    Object.assign(span.style, { blockSize: height + "px", overflow: "hidden", display: "-webkit-box", webkitBoxOrient: "vertical", webkitLineClamp: Math.round(height / line) || 1 });
  }

  function show(answer) {
    const chosen = active >= 0 && hits[active] && hits[active].id;
    hits = answer.hits || [];
    const options = hits.map(option);
    if (!page && answer.total > hits.length) options.push(link(addressOfAll(), hits.length, say.all));
    choose(-1);
    list.replaceChildren(...options);
    list.hidden = !options.length;
    if (chosen) choose(hits.findIndex((hit) => hit.id === chosen));

    if (answer.done || answer.error || hits.length) clearTimeout(patience);
    if (answer.error) status.textContent = tell(say.damaged, say.retry, ask);
    else if (!answer.done) tell(say.wait);
    else finish(answer);
    open(page || form.contains(document.activeElement));
  }

  function finish(answer) {
    if (hits.length) {
      const total = answer.total || hits.length;
      const rule = new Intl.PluralRules(root.lang || "en").select(total);
      status.textContent = fill(say.results[rule] || say.results.other, total);
      tell(page ? status.textContent : "");
    } else {
      status.textContent = tell(fill(say.none, asked));
    }
    const suggestion = answer.suggestion;
    if (suggestion) {
      tell(note.textContent, fill(say.suggestion, suggestion), () => {
        input.value = suggestion;
        ask();
      });
    }
  }

  /** Terms read lately and a random one, under an empty box. */
  function idle() {
    hits = [];
    if (page) {
      list.replaceChildren();
      return open(true);
    }
    const options = lately().map(([title, url], i) => link(base + url, i, make("b", {}, title), " ", make("i", {}, say.recent)));
    const any = link(addressOfAll(), options.length, say.random);
    any.addEventListener("click", (event) => {
      event.preventDefault();
      gloss.random((card) => card && (location.href = base + card.url));
    });
    list.replaceChildren(...options, any);
    open(form.contains(document.activeElement));
  }

  const site = new URL(base || ".", location.href).href, kept = "gloss:lately:" + site;
  const here = location.href.slice(site.length).replace(/[?#].*/, ""); // the address of this page
  /** Titles and addresses of other terms read lately; none where the browser keeps nothing. */
  function lately() {
    try {
      return JSON.parse(localStorage.getItem(kept)).filter(([, url]) => url !== here && url.startsWith("terms/"));
    } catch (nothing) {
      return [];
    }
  }

  /** Asks the engine for what stands in the box. An answer to older words never replaces a newer one. */
  function ask() {
    clearTimeout(pause);
    clearTimeout(patience);
    if (stop) stop();
    stop = null;
    asked = input.value.trim();
    if (!asked) {
      status.textContent = tell("");
      return idle();
    }
    const words = asked;
    patience = setTimeout(() => {
      status.textContent = tell(say.wait);
      open(true);
    }, PATIENCE);
    let limit = SHORT;
    const answered = (answer) => {
      if (words !== asked) return;
      show(answer);
      // The search page shows the first answers before it fetches what the others need: on Lighthouse's phone after 1.8 s, else 2.7 s.
      if (page && answer.done && limit < LONG && answer.total > limit) stop = gloss.search(words, (limit = LONG), answered);
      else if (answer.quote) answer.quote(page ? SHORT : answer.named ? 1 : 3, (...chosen) => words === asked && quote(...chosen));
    };
    if (globalThis.gloss && gloss.search) {
      start();
      stop = gloss.search(words, limit, answered);
    } else {
      answered({ error: true });
    }
  }

  let started = false;
  function start() {
    if (started || !globalThis.gloss || !gloss.open) return;
    started = true;
    gloss.open(base);
  }

  /** Where Enter leads with nothing chosen: to the term of exactly this name, else to all answers. */
  function destination() {
    const first = asked === input.value.trim() && hits[0];
    const exact = first && [first.title, first.matched || ""].some((name) => fold(name) === fold(asked));
    return exact ? base + first.url : addressOfAll();
  }

  function key(event) {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const size = list.childElementCount;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !page && size) {
      event.preventDefault();
      if (panel.hidden) open(true);
      // One place more than there are options: the box itself.
      choose(((active + 1 + step + size + 1) % (size + 1)) - 1);
    } else if (event.key === "Escape" && !page && !panel.hidden) {
      event.preventDefault();
      open(false);
    }
  }

  function type() {
    clearTimeout(pause);
    choose(-1);
    if (stop) stop();
    pause = setTimeout(ask, PAUSE);
    if (!page) return;
    try {
      history.replaceState(null, "", input.value ? addressOfAll() : base + "search.html");
    } catch (refused) {
      // Browsers may refuse it for files; the page then keeps its address.
    }
  }

  // What only matters once this script runs does not stand in every page.
  Object.assign(input, { autocomplete: "off", autocapitalize: "off", spellcheck: false, enterKeyHint: "search", maxLength: 200 });
  if (!page) {
    for (const [name, value] of [["role", "combobox"], ["aria-controls", list.id], ["aria-expanded", false], ["aria-autocomplete", "list"]]) {
      input.setAttribute(name, value);
    }
    // The box keeps the focus while an answer is clicked or tapped.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || open(false));
  }
  input.addEventListener("focus", () => {
    start();
    if (!input.value.trim()) ask();
    else if (list.childElementCount && input.value.trim() === asked) open(true);
  });
  input.addEventListener("input", type);
  input.addEventListener("keydown", key);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (page) {
      input.blur();
      ask();
    } else if (active >= 0) {
      list.children[active].click();
    } else if (input.value.trim()) {
      location.href = destination();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    input.focus();
    input.select();
  });

  document.addEventListener("gloss:update", () => asked && asked === input.value.trim() && ask());

  const title = document.querySelector("h1");
  if (here.startsWith("terms/") && title) {
    try {
      localStorage.setItem(kept, JSON.stringify([[title.firstChild.textContent.trim(), here], ...lately()].slice(0, LATELY)));
    } catch (refused) {
      // A browser that keeps nothing has no terms read lately.
    }
  }

  if (page) {
    input.value = new URLSearchParams(location.search).get("q") || input.value;
    ask();
  }
})();

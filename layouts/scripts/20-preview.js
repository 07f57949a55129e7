// Previews: a link to a term shows its title and summary after half a second of rest under the mouse or the focus, or after a
// long press. As WCAG 2.2, 1.4.13 asks: Escape dismisses it, the pointer may move onto it, it stays until one leaves. The data
// are the cards of the search files; without this script the link's title serves.
(function () {

  const REST = 500; // milliseconds before a preview opens
  const GRACE = 250; // milliseconds to move from the link onto the preview
  const GAP = 8, FINGER = 48; // pixels between link or finger and preview

  const root = document.documentElement;
  const links = "main a.term";
  let box, current = null, timer = 0, turn = 0, press = null, held = false, opened = false;

  function create() {
    const { make } = globalThis.glossSite;
    box = make("div", make("b"), make("p"));
    box.className = "preview";
    box.id = "g:preview";
    box.setAttribute("role", "tooltip");
    box.hidden = true;
    box.addEventListener("pointerenter", () => clearTimeout(timer));
    box.addEventListener("pointerleave", leave);
    box.addEventListener("click", () => current?.click());
    document.querySelector("main").append(box); // beside the links, so that it is part of a landmark
  }

  /** Puts the box above the link if there is room, else below; at touch, clear of the finger. */
  function place(link, point) {
    const rects = link.getClientRects();
    let line = rects[0];
    for (const rect of rects) if (point && point.y >= rect.top && point.y <= rect.bottom) line = rect;
    if (!line) return;
    const touch = point?.touch;
    const top = touch ? point.y - FINGER : line.top - GAP;
    const bottom = touch ? point.y + FINGER : line.bottom + GAP;
    const above = top - box.offsetHeight;
    const start = root.dir === "rtl" ? line.right - box.offsetWidth : line.left;
    const left = Math.max(GAP, Math.min(start, root.clientWidth - box.offsetWidth - GAP));
    box.style.left = left + scrollX + "px";
    box.style.top = (above > GAP ? above : bottom) + scrollY + "px";
  }

  function show(link, point) {
    const engine = globalThis.gloss, mine = ++turn;
    hide();
    if (!engine?.card) return;
    if (!opened) engine.open(root.dataset.root || "");
    opened = true;
    const name = new URL(link.href).pathname.split("/").pop().replace(/\.html$/, "");
    engine.card(decodeURIComponent(name), (card) => {
      if (mine !== turn || !card?.summary) return;
      if (!box) create();
      current = link;
      box.firstChild.textContent = card.title;
      box.lastChild.textContent = card.summary;
      box.hidden = false;
      // The browser's own tooltip would say the same again, on top.
      for (const e of [link, ...link.querySelectorAll("[title]")]) {
        e.dataset.title = e.title;
        e.title = "";
      }
      link.setAttribute("aria-describedby", box.id);
      place(link, point);
    });
  }

  function hide() {
    if (!current) return;
    box.hidden = true;
    for (const e of [current, ...current.querySelectorAll("[data-title]")]) e.title = e.dataset.title;
    current.removeAttribute("aria-describedby");
    current = null;
  }

  function wait(link, point) {
    clearTimeout(timer);
    if (link !== current) timer = setTimeout(show, REST, link, point);
  }

  function leave() {
    clearTimeout(timer);
    turn++;
    timer = setTimeout(hide, GRACE);
  }

  const linkOf = (event) => event.target.closest?.(links);

  document.addEventListener("pointerover", (event) => {
    const link = linkOf(event);
    if (link && event.pointerType === "mouse") wait(link, { y: event.clientY });
  });
  document.addEventListener("pointerout", (event) => {
    const link = linkOf(event);
    if (link && event.pointerType === "mouse" && !link.contains(event.relatedTarget)) leave();
  });
  document.addEventListener("focusin", (event) => {
    const link = linkOf(event);
    if (link && link.matches(":focus-visible")) wait(link);
  });
  document.addEventListener("focusout", (event) => linkOf(event) && leave());

  document.addEventListener("pointerdown", (event) => {
    const link = linkOf(event);
    held = false;
    clearTimeout(timer);
    if (current && link !== current && !box.contains(event.target)) hide();
    if (!link || event.pointerType === "mouse") return;
    press = { y: event.clientY, touch: true };
    timer = setTimeout(() => {
      held = true;
      show(link, press);
    }, REST);
  });
  document.addEventListener("pointerup", letGo);
  document.addEventListener("pointercancel", letGo); // a finger that moves the page, too
  function letGo() {
    if (!press) return;
    clearTimeout(timer);
    press = null;
  }
  // A long press opens the preview and not the browser's menu, and letting go does not follow the link.
  document.addEventListener("contextmenu", (event) => {
    if ((press || held) && linkOf(event)) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    if (held && linkOf(event)) event.preventDefault();
    held = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    clearTimeout(timer);
    turn++;
    hide();
  });
})();

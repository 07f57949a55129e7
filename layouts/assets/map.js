// Moves and magnifies the map: by wheel, by dragging with mouse or fingers, by buttons and by keys. The picture is the SVG of the
// page; only its viewBox changes. Circles and titles keep their size on the screen through --unit, the picture's units a pixel.
(function () {
  "use strict";

  const DEEPEST = 16; // pixels a unit
  const frame = document.querySelector(".map");
  const svg = frame && frame.querySelector("svg");
  if (!svg) return;

  const whole = svg.viewBox.baseVal, width = whole.width, height = whole.height;
  const view = { x: 0, y: 0, wide: width };
  const lines = document.createElementNS(svg.namespaceURI, "path");
  const segments = [];
  const fingers = new Map();
  let far = false; // whether a pointer has moved so far that letting go is no click

  /** The height of what is seen, in the picture's units: the frame decides. */
  const tall = () => (view.wide * frame.clientHeight) / frame.clientWidth;
  /** The width at which the whole picture is seen, with room for titles at its sides. */
  const all = () => Math.max(width / 0.85, (height * frame.clientWidth) / frame.clientHeight / 0.95);

  function draw() {
    const most = all();
    view.wide = Math.min(most, Math.max(view.wide, frame.clientWidth / DEEPEST));
    const high = tall();
    // The middle of what is seen stays in the picture.
    view.x = Math.max(-view.wide / 2, Math.min(view.x, width - view.wide / 2));
    view.y = Math.max(-high / 2, Math.min(view.y, height - high / 2));
    const unit = view.wide / frame.clientWidth;
    svg.setAttribute("viewBox", [view.x, view.y, view.wide, high].map((n) => n.toFixed(2)).join(" "));
    svg.style.setProperty("--unit", unit + "px");
    svg.dataset.level = Math.max(0, Math.min(6, Math.floor(Math.log2(1 / unit) + 2.01)));
  }

  /** Magnifies by a factor around a point of the frame, its middle if there is none. 0 shows all. */
  function zoom(factor, point) {
    const px = point ? point.x : frame.clientWidth / 2, py = point ? point.y : frame.clientHeight / 2;
    const unit = view.wide / frame.clientWidth, x = view.x + px * unit, y = view.y + py * unit;
    view.wide = factor ? Math.min(all(), Math.max(view.wide / factor, frame.clientWidth / DEEPEST)) : all();
    const next = view.wide / frame.clientWidth;
    view.x = factor ? x - px * next : (width - view.wide) / 2;
    view.y = factor ? y - py * next : (height - tall()) / 2;
    draw();
  }

  /** Moves what is seen by pixels. */
  function move(x, y) {
    const unit = view.wide / frame.clientWidth;
    view.x += x * unit;
    view.y += y * unit;
    draw();
  }

  const place = (event) => {
    const box = frame.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  // A wheel belongs to the page until the map has been touched or focused: who scrolls past it must not be caught.
  frame.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !frame.contains(document.activeElement)) return;
    event.preventDefault();
    zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.002)), place(event));
  }, { passive: false });

  frame.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    if (!fingers.size) far = false;
    fingers.set(event.pointerId, place(event));
  });
  addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const now = place(event), others = [...fingers].filter(([id]) => id !== event.pointerId);
    if (!far && Math.hypot(now.x - before.x, now.y - before.y) < 5) return;
    far = true;
    fingers.set(event.pointerId, now);
    if (others.length) {
      const other = others[0][1];
      zoom(Math.hypot(now.x - other.x, now.y - other.y) / Math.max(1, Math.hypot(before.x - other.x, before.y - other.y)), other);
    } else {
      move(before.x - now.x, before.y - now.y);
    }
  });
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, (event) => fingers.delete(event.pointerId));
  frame.addEventListener("click", (event) => {
    if (far) event.preventDefault();
    else frame.focus({ preventScroll: true });
  }, true);
  frame.addEventListener("dragstart", (event) => event.preventDefault());
  frame.addEventListener("dblclick", (event) => zoom(event.shiftKey ? 0.5 : 2, place(event)));

  frame.addEventListener("keydown", (event) => {
    const step = 80, act = {
      ArrowLeft: () => move(-step, 0), ArrowRight: () => move(step, 0), ArrowUp: () => move(0, -step), ArrowDown: () => move(0, step),
      "+": () => zoom(1.5), "=": () => zoom(1.5), "-": () => zoom(1 / 1.5), 0: () => zoom(0),
    }[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });

  // The lines of a term stand out while the pointer is on it, or on its name in the list. Each line is "Mx yLx y".
  for (const [, x1, y1, x2, y2] of svg.querySelector("path").getAttribute("d").matchAll(/M(\d+) (\d+)L(\d+) (\d+)/g)) {
    segments.push([x1 + " " + y1, x2 + " " + y2]);
  }
  const nodes = new Map();
  for (const node of svg.querySelectorAll("a")) nodes.set(node.getAttribute("href"), node);
  let shown = null;
  function show(node) {
    if (node === shown) return;
    if (shown) shown.classList.remove("shown");
    shown = node;
    let d = "";
    if (node) {
      const circle = node.firstChild, at = circle.getAttribute("cx") + " " + circle.getAttribute("cy");
      for (const [a, b] of segments) if (a === at || b === at) d += "M" + a + "L" + b;
      node.classList.add("shown");
    }
    lines.setAttribute("d", d);
  }
  lines.setAttribute("class", "shown");
  svg.querySelector("path").after(lines);
  svg.addEventListener("pointerover", (event) => show(event.target.closest("a")));
  svg.addEventListener("pointerleave", () => show(null));
  const legend = document.querySelector(".legend");
  for (const kind of ["pointerover", "focusin"]) {
    legend.addEventListener(kind, (event) => {
      const link = event.target.closest("a");
      show(link ? nodes.get(link.getAttribute("href")) : null);
    });
  }

  document.querySelectorAll("[data-zoom]").forEach((button) => button.addEventListener("click", () => zoom(Number(button.dataset.zoom))));
  frame.tabIndex = 0;
  frame.classList.add("live");
  zoom(0);
  new ResizeObserver(draw).observe(frame);
})();

// What the preview lays over the page: the diagnostics of the glossary, and a line about a page that is gone or a server that
// does not answer. It stands in a shadow tree, so that the site's styles and this one's do not meet. Everything is set as text.

const host = document.createElement("gloss-live");
const shade = host.attachShadow({ mode: "open" });
const hiddenKey = "gloss-hidden";

/** @returns {HTMLElement} */
function element(name, className, ...content) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

function button(className, text, action) {
  const made = element("button", className, text);
  made.type = "button";
  made.addEventListener("click", action);
  return made;
}

const notice = element("p", "notice");
notice.setAttribute("role", "status");
const panel = element("section", "panel");
panel.setAttribute("aria-label", "Problems of the glossary");
const badge = button("badge", "", () => hide(false));
{
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = new URL("/.gloss/live.css", location.href).href;
  shade.append(style, notice, panel, badge);
  notice.hidden = panel.hidden = badge.hidden = true;
}

const session = {
  get(key) {
    try {
      return sessionStorage.getItem(key);
    } catch {
      return null; // storage is switched off: choices hold for one page
    }
  },
  set(key, value) {
    try {
      sessionStorage.setItem(key, value);
    } catch {
      // as above
    }
  },
};

let shown = ""; // the problems that the panel holds, as JSON

function hide(hidden) {
  session.set(hiddenKey, hidden ? shown : "");
  panel.hidden = hidden;
  badge.hidden = !hidden;
  if (!hidden) panel.querySelector("button").focus();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !panel.hidden && !event.defaultPrevented && document.activeElement === host) hide(true);
});

function counted(n, word) {
  return n + " " + word + (n === 1 ? "" : "s");
}

/** Shows all problems, or takes the overlay away when there are none. Errors open it; warnings leave it folded. */
function showProblems({ errors, warnings, list }) {
  const text = JSON.stringify(list);
  attach();
  if (text === shown) return;
  shown = text;
  if (!list.length) {
    panel.hidden = badge.hidden = true;
    panel.replaceChildren();
    session.set(hiddenKey, "");
    return;
  }
  const summary = [errors && counted(errors, "error"), warnings && counted(warnings, "warning")].filter(Boolean).join(", ");
  const items = element("ol", "", ...list.map(describe));
  const rest = errors + warnings - list.length;
  panel.replaceChildren(
    element("header", "", element("h2", "", summary), button("hide", "Hide", () => hide(true))),
    element("p", "state", errors ? "The page behind this is the last good one." : "The site was built."),
    items,
  );
  if (rest > 0) panel.append(element("p", "state", "and " + rest + " more, listed in the terminal"));
  panel.classList.toggle("failed", errors > 0);
  badge.classList.toggle("failed", errors > 0);
  badge.textContent = summary;
  panel.hidden = !errors || session.get(hiddenKey) === text;
  badge.hidden = !panel.hidden;
}

/** @returns {HTMLElement} one diagnostic: place, text, source line with caret, hint */
function describe(problem) {
  const place = element(problem.link ? "a" : "span", "place", problem.place);
  if (problem.link) {
    place.href = problem.link;
    place.title = "Open in the editor";
  }
  const item = element("li", problem.severity, element("p", "", place, " ", element("b", "", problem.severity + ":"), " " + problem.text,
    problem.rule ? element("span", "rule", " [" + problem.rule + "]") : ""));
  const source = (problem.before || "") + (problem.marked || "") + (problem.after || "");
  if (source) {
    const code = element("pre", "", problem.before || "", element("mark", "", problem.marked || ""), problem.after || "");
    if (problem.marked !== undefined) {
      // The text before the caret is there once more, unseen, so that the caret stands right in any script.
      const caret = element("span", "caret", "^" + "~".repeat(Math.max(0, [...problem.marked].length - 1)));
      const unseen = element("span", "unseen", problem.before || "");
      const line = element("span", "line", unseen, caret);
      line.setAttribute("aria-hidden", "true");
      code.append("\n", line);
    }
    item.append(code);
  }
  if (problem.hint) item.append(element("p", "hint", element("b", "", "hint:"), " " + problem.hint));
  return item;
}

/** Shows a line over the page, with links [text, address]; without text it goes away. */
function showNotice(text, ...links) {
  attach();
  notice.replaceChildren(text || "");
  for (const [label, address] of links) {
    const link = element("a", "", label);
    link.href = address;
    notice.append(" ", link);
  }
  notice.hidden = !text;
}

/** The overlay stands beside head and body, where no update of the page looks. */
function attach() {
  if (!host.isConnected) document.documentElement.append(host);
}

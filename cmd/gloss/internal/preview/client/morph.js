// Brings a live page to a newer version of itself and touches nothing that did not change between the two served versions.
//
// Comparing the new version with the live page would undo whatever scripts and the reader did to it: open disclosures, text in
// the search box, a list of results, a chosen colour. So three trees are compared: `was`, the version last served, `next`, the
// new one, and the live page. Only differences of `was` and `next` are applied, to the live page and to `was`, which then equals
// `next`. For each node of `was` there is the live node that it became: its twin.

/** @type {WeakMap<Node, Node>} */
const twins = new WeakMap();

/** Copies a pristine live tree and pairs the nodes. @param {Node} live @returns {Node} */
function copyOf(live) {
  const copy = live.cloneNode(live.nodeName === "TEMPLATE");
  twins.set(copy, live);
  if (live.nodeName !== "TEMPLATE") live.childNodes.forEach((child) => copy.appendChild(copyOf(child)));
  return copy;
}

/** Makes the live twin of a new subtree. @param {Node} next @returns {Node} */
function liveOf(next) {
  const live = document.importNode(next, next.nodeName === "TEMPLATE");
  twins.set(next, live);
  if (next.nodeName !== "TEMPLATE") next.childNodes.forEach((child) => live.appendChild(liveOf(child)));
  return live;
}

/**
 * Applies the differences of was and next. Both are of the same kind.
 * @param {Node} was @param {Node} next
 * @param {boolean} [adding] attributes that next lacks stay: scripts may have set them before was was copied
 */
function morph(was, next, adding) {
  const live = twins.get(was);
  if (was.nodeType !== Node.ELEMENT_NODE) {
    if (was.nodeValue !== next.nodeValue) live.nodeValue = was.nodeValue = next.nodeValue;
    return;
  }
  for (const name of new Set([...was.getAttributeNames(), ...next.getAttributeNames()])) {
    const value = next.getAttribute(name);
    if (value === was.getAttribute(name) || (value === null && adding)) continue;
    for (const element of [was, live]) {
      if (value === null) element.removeAttribute(name);
      else element.setAttribute(name, value);
    }
  }
  if (was.nodeName === "TEMPLATE") live.innerHTML = was.innerHTML = next.innerHTML;
  else morphChildren(was, next, live);
}

/** @param {Node} was @param {Node} next @param {Node} live */
function morphChildren(was, next, live) {
  const plan = align([...was.childNodes], [...next.childNodes]);
  const kept = new Set(plan.map((pair) => pair[0]));
  for (const child of [...was.childNodes]) {
    if (kept.has(child)) continue;
    twins.get(child).remove();
    child.remove();
  }
  let last = null; // the live node before the one at hand
  let lastWas = null;
  plan.forEach(([old, fresh], i) => {
    if (old) {
      if (!old.isEqualNode(fresh)) morph(old, fresh);
    } else {
      const grown = liveOf(fresh);
      live.insertBefore(grown, last && last.parentNode === live ? last.nextSibling : firstKept(plan, i, live));
      was.insertBefore(fresh, lastWas ? lastWas.nextSibling : was.firstChild);
      old = fresh;
    }
    lastWas = old;
    last = twins.get(old);
  });
}

/** The live node of the first kept child from place i on, or null. */
function firstKept(plan, i, live) {
  const pair = plan.slice(i).find(([old]) => old && twins.get(old).parentNode === live);
  return pair ? twins.get(pair[0]) : null;
}

/**
 * Pairs the children of two versions: [old, fresh], in the order of next, old being null for a new child. Equal heads and tails
 * are paired first; then children that occur once in each, along the longest run that is in the same order; then, in the gaps,
 * children of the same kind.
 * @param {Node[]} was @param {Node[]} next @returns {[Node|null, Node][]}
 */
function align(was, next) {
  let head = 0;
  while (head < was.length && head < next.length && was[head].isEqualNode(next[head])) head++;
  let tail = 0;
  while (tail < was.length - head && tail < next.length - head && was[was.length - 1 - tail].isEqualNode(next[next.length - 1 - tail])) tail++;
  const pairs = next.slice(0, head).map((node, i) => [was[i], node]);
  const left = was.slice(head, was.length - tail);
  const right = next.slice(head, next.length - tail);
  let i = 0;
  let j = 0;
  for (const [a, b] of [...anchors(left, right), [left.length, right.length]]) {
    pairs.push(...sameKind(left.slice(i, a), right.slice(j, b)));
    if (a < left.length) pairs.push([left[a], right[b]]);
    i = a + 1;
    j = b + 1;
  }
  return pairs.concat(next.slice(next.length - tail).map((node, k) => [was[was.length - tail + k], node]));
}

/** Places of equal nodes that occur once on each side, ascending on both. @returns {[number, number][]} */
function anchors(left, right) {
  const places = (nodes) => {
    const found = new Map();
    nodes.forEach((node, i) => {
      const text = node.nodeType === Node.ELEMENT_NODE ? node.outerHTML : "#" + node.nodeType + node.nodeValue;
      found.set(text, found.has(text) ? -1 : i);
    });
    return found;
  };
  if (!left.length || !right.length) return [];
  const there = places(right);
  const pairs = [];
  for (const [text, i] of places(left)) {
    const j = there.get(text);
    if (i >= 0 && j >= 0) pairs.push([i, j]);
  }
  return longestRise(pairs);
}

/** The longest run of pairs whose second numbers rise (patience sorting); the first numbers rise already. */
function longestRise(pairs) {
  const ends = []; // ends[k]: the pair with the smallest second number that ends a run of k+1
  const before = new Map();
  for (const pair of pairs) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle][1] < pair[1]) low = middle + 1;
      else high = middle;
    }
    before.set(pair, ends[low - 1]);
    ends[low] = pair;
  }
  const run = [];
  for (let pair = ends[ends.length - 1]; pair; pair = before.get(pair)) run.unshift(pair);
  return run;
}

/** Pairs nodes of one name and id in order. @returns {[Node|null, Node][]} */
function sameKind(left, right) {
  let from = 0;
  return right.map((node) => {
    const at = left.findIndex((old, i) => i >= from && old.nodeName === node.nodeName && (old.id || "") === (node.id || ""));
    if (at < 0) return [null, node];
    from = at + 1;
    return [left[at], node];
  });
}

// What an answer shows, and the engine as pages use it.

const slug = (title) => rawWords(title).join("-");

function cardOf(store, doc) {
  const { perFile } = store.manifest(), file = store.get("c" + Math.floor(doc / perFile));
  if (!file) return null;
  const [title, summary = "", names = [], tags = [], id = slug(title), url = "terms/" + id + ".html"] = file[doc % perFile].map((v) => (v === 0 ? undefined : v));
  return { id, url, title, summary, names, tags };
}

/** The passages of a document's body, one a line. */
function bodyOf(store, doc) {
  const { bodiesPerFile } = store.manifest();
  const file = bodiesPerFile && store.get("s" + Math.floor(doc / bodiesPerFile));
  return (file && file[doc % bodiesPerFile]) || "";
}

/** Notes for each word of a query which words of the glossary stand for it. */
function prepare(found) {
  found.forms = found.words.map((w) => new Set([w.text, ...w.stems.flatMap((v) => v.group.words)]));
  found.wanted = new Set(found.phrases.join("").split(" "));
  for (const set of found.forms) for (const form of set) found.wanted.add(form);
  found.last = found.words.length ? found.words[found.words.length - 1].text : "";
  return found;
}

/** Whether an answer's body may say more of what was asked than its card. */
function isDeep(found, doc, score, card) {
  if (score >= NEAR * TIER) return false;
  const inBody = (w) => {
    const places = w.stems.map(({ postings: { docs, classes } }) => classes[docs.indexOf(doc)]).filter((c) => c >= 0);
    return places.length > 0 && Math.min(...places) > LAST_SHOWN_CLASS;
  };
  return found.phrases.length > 0 || card.summary.endsWith("…") || found.words.some(inBody);
}

/** The passage of a body that says most of what was asked beside what the card tells, or ""; see quote.go. */
function sentenceOf(body, found, card) {
  const tells = (text) => {
    const list = words(text);
    return found.forms.map((set) => list.some((w) => set.has(w)));
  };
  const told = tells([...card.names, card.title].join("\n"));
  const adds = (text) => tells(text).filter((has, i) => has && !told[i]).length + found.phrases.filter((p) => inRow(text).includes(p)).length;
  let best = "", most = adds(card.summary);
  for (const passage of body ? body.split("\n") : []) {
    const n = adds(passage);
    if (n > most) [best, most] = [passage, n];
  }
  return best;
}

/** Ranges of a text, in UTF-16 units, of the words that were asked for. */
function marksOf(summary, { wanted, last }) {
  const folded = [], at = [], out = [];
  let offset = 0, held = "";
  const flush = () => {
    for (const c of held.length === 1 && held < "\x80" ? held.toLowerCase() : fold(held)) {
      folded.push(c);
      at.push(offset);
    }
    offset += held.length;
  };
  for (const c of summary) {
    if (held && c >= "\x80" && isMark(c)) held += c;
    else {
      flush();
      held = c;
    }
  }
  flush();
  at.push(summary.length);
  for (const [from, to] of spans(folded)) {
    const pieces = [];
    addPieces(pieces, folded.slice(from, to));
    let i = from;
    for (const piece of pieces) {
      const size = length(piece), end = Math.min(i + size, to);
      if (wanted.has(piece) || (length(last) >= 3 && piece.startsWith(last))) {
        const previous = out[out.length - 1];
        if (previous && previous[1] >= at[i]) previous[1] = Math.max(previous[1], at[end]);
        else out.push([at[i], at[end]]);
      }
      i = Math.min(i + (isUnspaced(folded[i]) && size === 2 ? 1 : size), to - 1);
    }
  }
  return out;
}

/** Makes the engine from a loader and a timer; see store. */
function engine(load, later) {
  const files = store(load, later);
  /** Fetches bodies and shows the sentences chosen; see search. */
  function quote({ found, hits, stamp }, most, show) {
    const deep = hits.flatMap((hit, i) => (isDeep(found, found.ranked[i][0], hit.score, hit) ? [i] : [])).slice(0, most);
    if (!deep.length) return () => {};
    return files.run(() => deep.map((i) => bodyOf(files, found.ranked[i][0])), (bodies) => {
      if (!bodies || stamp !== files.stamp()) return; // other files number other terms
      deep.forEach((i, n) => {
        const text = sentenceOf(bodies[n], found, hits[i]);
        if (text) show(i, text, marksOf(text, found));
      });
    });
  }
  return {
    load: files.receive,
    reset: files.reset,
    /**
     * Answers a query: answer({words, hits, total, done, error, suggestion, named, quote}) is called with what is known of names
     * as soon as it can be shown, done being false, and then with all. error is "" or one of "missing" (a file did not arrive),
     * "damaged" and "outdated" (files of two versions); the next search tries again. named tells that a name answers. quote(most,
     * show) looks for sentences: show(position, sentence, marks) is called for those of the first hits, most of them at most,
     * that match in the body, when the body says more of what was asked than the summary.
     */
    search(words, limit, answer) {
      const stops = [];
      let given = false;
      const hitOf = (found, [doc, score]) => {
        const card = cardOf(files, doc);
        if (!card) return null;
        const matched = score >= NEAR * TIER && score % 2 === 0 && card.names.find((n) => found.names.get(key(n)) === score);
        return { ...card, matched: matched || "", marks: marksOf(card.summary, found), score };
      };
      const tell = (found, hits, done, quote) => {
        const { total, suggestion, ranked } = found;
        answer({ words, hits, total, done, error: "", suggestion, named: ranked.length > 0 && ranked[0][1] >= NEAR * TIER, quote });
      };
      const compute = () => {
        let names = null;
        try {
          const found = prepare(search(files, words, limit, (finish) => (names = finish)));
          return { found, hits: found.ranked.map((entry) => hitOf(found, entry)), stamp: files.stamp() };
        } catch (e) {
          if (names && !given) {
            const part = prepare(names()), hits = part.ranked.map((entry) => hitOf(part, entry));
            given = hits.length > 0 && !hits.includes(null);
            if (given) tell(part, hits, false);
          }
          throw e;
        }
      };
      const done = (result, error) => {
        if (!result) return answer({ words, hits: [], total: 0, done: true, error, suggestion: "" });
        tell(result.found, result.hits, true, (most, show) => stops.push(quote(result, most, show)));
      };
      stops.push(files.run(compute, done));
      return () => stops.forEach((stop) => stop());
    },
    /** Calls back with the card of any term, or null. */
    random(callback) {
      return files.run(() => cardOf(files, Math.floor(Math.random() * files.manifest().documents)), callback);
    },
    /** Calls back with the card of the term with this id, {id, url, title, summary, names, tags}, or null. */
    card(id, callback) {
      return files.run(
        () => {
          const file = files.at("n", key(id)), postings = (file && file.map.get(key(id))) || [];
          const cards = postings.map((p) => cardOf(files, p >> 1));
          return cards.find((c) => c && c.id === id) || null;
        },
        callback,
      );
    },
  };
}

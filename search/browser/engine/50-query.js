// The plan of a query, carried out, as in planner.go and execute.go.

/** A query taken apart, as parse.go does. */
function parse(query) {
  const text = [], tags = [], phrases = [];
  const parts = query.replace(/[“”„]/g, '"').split('"');
  const addTag = (name) => key(name) && tags.push(key(name));
  let tagged = false;
  parts.forEach((part, i) => {
    if (i % 2 && i < parts.length - 1) {
      if (tagged) return addTag(part);
      if (words(part).length) phrases.push(part);
      return text.push(part);
    }
    tagged = false;
    const fields = part.split(/[\x00-\x20\xa0\u3000]+/).filter(Boolean);
    fields.forEach((field, j) => {
      if (!/^tag:/i.test(field)) text.push(field);
      else if (field.length > 4) addTag(field.slice(4));
      else tagged = j === fields.length - 1 && part.endsWith(field);
    });
  });
  return { text: text.join(" "), tags, phrases };
}

const makeSubject = (list) => ({
  key: plainKey(list.join("")), last: list.length ? list[list.length - 1] : "", rest: plainKey(list.slice(0, -1).join("")), words: list.length,
});

/**
 * The plan and the documents of a query: {ranked: [[document, score]...], total, names, phrases, words, suggestion}. early is called
 * with a function that gives what is known until now, once names are, when there is more to come.
 */
function search(store, query, limit, early) {
  const { documents, stops, counted, ask, joins, articles, endings, separators } = store.manifest();
  const request = parse(query), raw = rawWords(request.text);
  const question = raw.length > 1 && ask.has(raw[0]);
  const asking = (w) => question && (ask.has(w) || joins.has(w));
  const empty = (w) => stops.has(w) || asking(w);

  // Vocabulary.
  const group = (w) => {
    const file = w && store.at("w", w);
    return file && file.get(w);
  };
  const name = (k) => {
    const file = store.at("n", k);
    return file && file.map.get(k);
  };
  /** The postings of names that begin with a prefix: pairs of key and postings. */
  function namesWith(prefix) {
    const list = store.range("n", prefix, prefix + "\uffff");
    if (!list) return [];
    if (list.length > 1) {
      const heads = store.at("h", prefix);
      if (separators.h.length && !heads) return [];
      const head = heads && heads.map.get(prefix);
      if (head) return head.map((k) => [k, heads.names.get(k)]);
    }
    const out = [];
    for (const file of covering("n", prefix)) for (const k of file.keys) if (k.startsWith(prefix)) out.push([k, file.map.get(k)]);
    return out.sort((a, b) => shorterFirst(a[0], b[0]));
  }
  /** The files in which strings that begin with a prefix may stand, as far as they are there. */
  function covering(kind, prefix) {
    const list = store.range(kind, prefix, prefix + "\uffff") || [];
    return list.map((start) => store.get(kind + hash(start))).filter(Boolean);
  }
  /** The strings of a sorted list, cut into files, that begin with a prefix. */
  const prefixed = (kind, prefix) => covering(kind, prefix).flatMap((file) => file.filter((w) => w.startsWith(prefix)));
  /** What the known endings make of a word: pairs of word and place of the endings, the commonest first. */
  const inflect = (w) => endings.flatMap((pair, i) => pair.flatMap((e, j) =>
    w.endsWith(e) && length(w.slice(0, w.length - e.length)) >= LEAST_BASE ? [[w.slice(0, w.length - e.length) + pair[1 - j], i]] : [],
  ));
  function otherGroups(w) {
    const out = [];
    for (const [form] of inflect(w)) {
      const g = group(form);
      if (g && out.length < ENDING_STEMS && !out.some((o) => o.words[0] === g.words[0])) out.push(g);
    }
    return out;
  }
  function spellings(w) {
    const typed = chars(w), edits = allowedEdits(typed.length);
    if (!edits) return [];
    const same = sharedLetters(typed.length, edits), found = new Map();
    const consider = (candidate) => {
      const d = distance(typed, chars(candidate), edits);
      if (d <= edits && d > 0) found.set(candidate, d);
    };
    for (const c of lengthClasses(typed.length, edits)) {
      for (const w of prefixed("f", c + typed.slice(0, same).join(""))) consider(w.slice(1));
      for (const w of prefixed("r", c + typed.slice(-same).reverse().join(""))) consider(reversed(w.slice(1)));
    }
    const list = bySimilarity(found, w);
    return list.filter((s) => s[1] === list[0][1]).slice(0, SPELLINGS);
  }
  function nearNames(k) {
    const typed = chars(k), edits = allowedEdits(typed.length);
    if (!edits || typed.length > MAX_WORD) return [];
    const same = Math.max(3, (typed.length - 1) >> 1), found = new Map();
    const consider = (candidate) => {
      const d = distance(typed, chars(candidate), edits);
      if (d <= edits && d > 0) found.set(candidate, d);
    };
    for (const file of covering("n", typed.slice(0, same).join(""))) file.keys.filter((c) => c.startsWith(typed.slice(0, same).join(""))).forEach(consider);
    for (const w of prefixed("k", typed.slice(-same).reverse().join(""))) consider(reversed(w));
    return bySimilarity(found, k).slice(0, NEAR_NAMES);
  }

  // Names.
  const names = new Map(), scores = new Map();
  let more = 0; // documents that match and are not among the best
  const raise = (doc, score) => score > (scores.get(doc) || 0) && scores.set(doc, score);
  const addName = (k, postings, score, title = 1) => {
    if (!postings || names.has(k)) return;
    names.set(k, score);
    for (const p of postings) raise(p >> 1, score + (p & 1) * title);
  };
  const whole = key(request.text);
  const full = { ...makeSubject(raw), key: whole };
  const subjects = whole ? subjectsOf() : [];
  function subjectsOf() {
    const out = [], seen = new Set(["", plainKey(raw.join(""))]);
    const add = (part) => {
      const s = makeSubject(part);
      if (out.length < SUBJECTS && !seen.has(s.key)) {
        seen.add(s.key);
        out.push(s);
      }
    };
    const trimStart = (part) => {
      const i = part.findIndex((w) => !empty(w));
      return i < 0 ? [] : part.slice(i);
    };
    const trimEnd = (part) => trimStart([...part].reverse()).reverse();
    const opened = [...raw];
    while (question && (ask.has(opened[0]) || articles.has(opened[0]))) opened.shift();
    const ended = [...opened];
    add(opened);
    while (question && ask.has(ended[ended.length - 1])) ended.pop();
    add(ended);
    add(trimStart(ended));
    add(trimEnd(trimStart(ended)));
    for (let from = 0, i = 0; question && i <= raw.length; i++) {
      if (i < raw.length && !joins.has(raw[i])) continue;
      add(trimEnd(trimStart(raw.slice(from, i))));
      from = i + 1;
    }
    return out;
  }
  const content = [...new Set(words(request.text).filter((w) => !asking(w) && (!stops.has(w) || counted.has(w))))].slice(0, MAX_WORDS);
  const all = whole ? [full, ...subjects] : [];
  // What is needed first is asked for together.
  const begun = all.map((s) => [name(s.key), namesWith(s.key), group(s.last)]);
  content.forEach(group);
  request.tags.forEach((t) => group("tag:" + t));
  store.pause();
  /** The words of a group, the closest to a subject's last first, with how far they are; see vocabulary.go. */
  const closest = (s, { words }) => {
    const known = new Map(inflect(s.last)), list = words.map((w) => [w, known.get(w) ?? MOST_PAIRS + length(w)]);
    return list.sort((a, b) => a[1] - b[1]).slice(0, FORMS);
  };
  // Other forms: those that the glossary uses, or what the commonest endings make of a word that it does not use. One that begins with
  // what was typed waits its turn among the names that do.
  const forms = all.map((s, i) => {
    const list = begun[i][2] ? closest(s, begun[i][2]) : inflect(s.last).filter((form) => form[1] < SURE_PAIRS);
    return list.map(([w, d]) => [plainKey(s.rest + w), d]).filter(([k]) => !k.startsWith(s.key)).map(([k, d]) => [k, d, name(k)]);
  });
  store.pause();
  all.forEach((s, i) => {
    const tiers = i ? SUBJECT : EQUAL;
    addName(s.key, begun[i][0], tiers[0] * TIER + (i && 2 * (SUBJECTS - i + 1)));
    for (const [k, d, postings] of forms[i]) addName(k, postings, tiers[begun[i][2] ? 1 : 2] * TIER + 2 * (1000 - d));
    for (const [k, postings] of begun[i][1]) addName(k, postings, tiers[2] * TIER + 2 * (4095 - length(k)), TITLE_BEGINS);
  });
  if (!names.size) {
    const errors = all.map((s, i) => {
      if (s.words > NEAR_WORDS) return [];
      const list = [...nearNames(s.key), ...(s.rest === "" && s.last ? spellings(s.last) : [])];
      const keys = list.map(([w, d]) => [plainKey(w), likelihood(plainKey(w), s.key, d)]);
      return begun[i][2] ? keys : keys.concat(inflect(s.last).map(([w, d]) => [plainKey(s.rest + w), 199 - d]));
    });
    store.pause();
    const found = errors.flat().sort((a, b) => b[1] - a[1]).map(([k, l]) => [k, l, name(k)]);
    store.pause();
    for (const [k, l, postings] of found) addName(k, postings, NEAR * TIER + 2 * l);
  }
  const result = { names, words: [], suggestion: "", phrases: request.phrases.map(inRow) };
  filter();
  if (scores.size < limit) {
    if (names.size) early(finish);
    scoreWords();
    if (!names.size && !content.length && request.tags.length) {
      for (const doc of tagged(request.tags[0])) raise(doc, WORDS * TIER);
    }
    filter();
  }

  // Words.
  function resolve(w, last, replaced) {
    const word = { text: w, stems: [] };
    const add = (g, factor) => {
      if (g && !word.stems.some((v) => v.group.words[0] === g.words[0])) word.stems.push({ group: g, factor });
      return g;
    };
    // While a file is missing, what looks like an unknown word may be a known one.
    if (add(group(w), BY_WORD) || add(group(bare(w)), BY_FORM) || store.missing()) return word;
    if (last && (length(w) >= 3 || isUnspaced(w))) {
      const list = ["0", "1"].flatMap((c) => prefixed("f", c + w).map((c) => c.slice(1))).sort(shorterFirst).slice(0, COMPLETIONS);
      list.forEach((c) => add(group(c), BY_FORM));
      if (list.length) return word;
    }
    if (store.missing()) return word;
    otherGroups(w).forEach((g) => add(g, BY_FORM));
    if (word.stems.length || store.missing()) return word;
    for (const [s] of spellings(w)) if (add(group(s), BY_SPELLING) && !replaced.has(w)) replaced.set(w, s);
    return word;
  }
  function scoreWords() {
    const replaced = new Map(), tail = raw[raw.length - 1] || "";
    result.words = content.map((w, i) => resolve(w, i === content.length - 1 && tail.endsWith(w), replaced));
    store.pause();
    for (const w of result.words) for (const v of w.stems) v.postings = postingsOf(v.group);
    store.pause();
    if (replaced.size) result.suggestion = raw.map((w) => replaced.get(w) || w).join(" ");
    if (request.tags.length || request.phrases.length) return sumUp(result.words, documents, raise);
    // Nothing is dropped any more, so only the best are kept: a common word stands on a hundred thousand pages.
    const top = sieve(limit), some = scores.size > 0;
    sumUp(result.words, documents, (doc, score) => {
      if (some && scores.has(doc)) raise(doc, score);
      else if (++more) top.add(doc, score);
    });
    for (const [doc, score] of top.list) scores.set(doc, score);
    more -= top.list.length;
  }
  function tagged(tag) {
    const { docs } = postingsOf(group("tag:" + tag));
    store.pause();
    return docs;
  }
  /** The postings of a group, which may be undefined. */
  function postingsOf(g) {
    if (!g) return { docs: [], classes: [] };
    return g.docs ? g : store.get("b" + hash(g.words[0])) || { docs: [], classes: [] };
  }
  function filter() {
    for (const tag of request.tags) {
      const have = new Set(tagged(tag));
      for (const doc of [...scores.keys()]) if (!have.has(doc)) scores.delete(doc);
    }
    if (!request.phrases.length) return;
    // What has a phrase has all its words; single characters of unspaced scripts are not among the words.
    const needed = words(request.phrases.join(" \n ")).filter((w) => group(w) || !((stops.has(w) && !counted.has(w)) || (isUnspaced(w) && length(w) === 1)));
    store.pause();
    const postings = needed.map((w) => postingsOf(group(w)));
    store.pause();
    for (const list of postings) {
      const have = new Set(list.docs);
      for (const doc of [...scores.keys()]) if (!have.has(doc)) scores.delete(doc);
    }
    const kept = best(scores, VERIFIED).filter(([doc]) => {
      const c = cardOf(store, doc);
      const holds = (texts) => result.phrases.every((p) => texts.some((t) => inRow(t).includes(p)));
      return c && (holds([c.title, c.summary, ...c.names]) || holds([c.title, c.summary, ...c.names, bodyOf(store, doc)]));
    });
    store.pause();
    scores.clear();
    for (const [doc, score] of kept) scores.set(doc, score);
  }
  function finish() {
    return Object.assign(result, { total: scores.size + more, ranked: best(scores, limit) });
  }
  return finish();
}

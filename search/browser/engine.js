// The search engine of the browser. It makes the same plan as search/planner.go and executes it as search/execute.go does; a
// differential test holds both to the same answers and scores. FORMAT.md describes the files it reads.
//
// Everything is computed by one function from files that are there. A file that is missing is noted, the computation stops at the
// next pause(), the files are loaded together, and it runs again from the start. So there is no state to get wrong.
(function (global) {
  "use strict";

  const FORMAT = 3;
  const MAX_WORD = 40, MAX_KEY = 160, MAX_WORDS = 24;
  const WIDE_NAMES = 256, WIDE_TAKEN = 16, COMPLETIONS = 6, SPELLINGS = 6, NEAR_NAMES = 16, FORMS = 12, ENDING_STEMS = 4, VERIFIED = 64, SUBJECTS = 5, TITLE_BEGINS = 9, NEAR_WORDS = 5,
    LEAST_BASE = 3, MOST_PAIRS = 40, SURE_PAIRS = 8;
  const TIER = 2 ** 48, FEW = 2 ** 40;
  const EQUAL = [9, 8, 7], SUBJECT = [6, 5, 4], NEAR = 3, NAME_WORDS = 2, WORDS = 1;
  const BY_WORD = 4, BY_FORM = 3, BY_SPELLING = 2;
  const CLASS_WEIGHTS = [8, 8, 8, 8, 10, 9, 8, 9, 7, 5, 3], MATCH_WEIGHT = 32, LAST_NAME_CLASS = 3, LAST_SHOWN_CLASS = 6;

  // ---------------------------------------------------------------------------------------------------------------- folding
  // The ranges of fold_tables.go: how many code points are outside and inside, by turns.
  const MARKS = [
    173, 1, 594, 112, 275, 5, 265, 45, 1, 1, 1, 2, 1, 2, 1, 1, 72, 11, 37, 1, 10, 21, 16, 1, 101, 7, 2, 6, 5067, 80, 704, 64, 523,
    5, 26, 5, 49, 5, 107, 48, 56576, 16, 16, 16, 207, 1,
  ];
  const SEPARATORS = [
    128, 42, 1, 10, 1, 4, 1, 5, 23, 1, 31, 1, 646, 1, 8, 1, 466, 6, 41, 2, 51, 1, 1, 1, 2, 1, 2, 1, 44, 2, 20, 5, 13, 5, 74, 4,
    102, 1, 655, 2, 10, 1, 1246, 1, 10, 2, 175, 8, 311, 6, 785, 8, 1131, 7, 37, 11, 2037, 112, 48, 48, 192, 1136, 2048, 128, 384,
    5, 3, 25, 15, 1, 12, 1, 98, 1, 90, 1, 42756, 2048, 7696, 10, 22, 64, 384, 16,
  ];
  const UNSPACED = [
    3584, 256, 256, 160, 96, 256, 1408, 128, 5760, 352, 37, 3, 25, 15, 1, 12, 4, 95, 1, 90, 1, 260, 512, 6592, 64, 20992, 2400,
    32, 640, 11264, 8448, 512, 66816, 131072,
  ];
  const SPELLED_OUT = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", þ: "th", ł: "l", ħ: "h", ı: "i", ς: "σ" };

  const within = (table, char) => {
    let code = char.codePointAt(0), i = 0;
    while (i < table.length && code >= table[i]) code -= table[i++];
    return i % 2 === 1;
  };
  const isMark = (char) => within(MARKS, char);
  const isUnspaced = (char) => within(UNSPACED, char);
  const isSeparator = (char) => (char < "\x80" ? !((char >= "a" && char <= "z") || (char >= "0" && char <= "9")) : within(SEPARATORS, char));
  const plain = (text) => /^[\x00-\x7f]*$/.test(text);

  /** Compatibility decomposed, lower case, without marks, composed again. */
  function fold(text) {
    if (plain(text)) return text.toLowerCase();
    let out = "";
    for (const char of text.normalize("NFKD").toLowerCase()) {
      if (!isMark(char)) out += SPELLED_OUT[char] || (/[\ud800-\udfff]/.test(char) && char.length === 1 ? "\ufffd" : char);
    }
    return out.normalize("NFC");
  }

  /** The end of the word whose letters begin at i. */
  function wordEnd(text, i) {
    const word = (j) => j < text.length && !isSeparator(text[j]);
    while (word(i)) i++;
    if ((text[i] === "'" || text[i] === "’") && word(i + 1) && !word(i + 2)) return i + 2;
    let end = i;
    while (text[end] === "+" || text[end] === "#") end++;
    return word(end) ? i : end;
  }

  /** Cuts folded text, an array of code points, into words: pairs of first and end. */
  function spans(text) {
    const out = [];
    for (let i = 0; i < text.length; ) {
      const from = i;
      if (!isSeparator(text[i])) {
        out.push([from, (i = wordEnd(text, i))]);
        continue;
      }
      i++;
      if (text[from] === "." && i < text.length && /^[a-z]$/.test(text[i]) && (!from || text[from - 1] <= " " || text[from - 1] === "(")) {
        out.push([from, (i = wordEnd(text, i))]);
      }
    }
    return out;
  }

  const chars = (text) => [...text];
  const length = (text) => (plain(text) ? text.length : chars(text).length);
  const plainWord = (list) => list.slice(0, MAX_WORD).filter((c) => c !== "'" && c !== "’").join("");
  const bare = (word) => word.replace(/^\./, "").replace(/[+#]+$/, "");

  /** Words of a text; runs of a script without spaces become pairs of characters, or single ones. */
  function words(text, single) {
    const all = chars(fold(text)), out = [];
    for (const [from, to] of spans(all)) addPieces(out, all.slice(from, to), single);
    return out;
  }

  function addPieces(out, word, single) {
    for (let i = 0; i < word.length; ) {
      const unspaced = isUnspaced(word[i]);
      let j = i;
      while (j < word.length && isUnspaced(word[j]) === unspaced) j++;
      if (!unspaced) out.push(plainWord(word.slice(i, j)));
      else if (single || j - i === 1) out.push(...word.slice(i, j));
      else for (let k = i; k + 1 < j; k++) out.push(word[k] + word[k + 1]);
      i = j;
    }
  }

  /** Words of a text, not cut into pairs. */
  function rawWords(text) {
    const all = chars(fold(text));
    return spans(all).map(([from, to]) => plainWord(all.slice(from, to)));
  }

  /** Words of a text between spaces, in which phrases are looked for. */
  const inRow = (text) => ` ${words(text, true).join(" ")} `;

  const plainKey = (text) => chars(text).filter((c) => c > " " && c !== "'" && c !== "’" && c !== "\ufffd").slice(0, MAX_KEY).join("");

  /** The form in which whole names are compared. */
  function key(text) {
    const folded = fold(text), all = chars(folded);
    return plainKey(spans(all).map(([from, to]) => all.slice(from, to).join("")).join("")) || plainKey(folded);
  }

  // ---------------------------------------------------------------------------------------------------------------- spelling
  const allowedEdits = (n) => (n < 4 ? 0 : n < 8 ? 1 : 2);
  const sharedLetters = (n, edits) => (edits === 1 ? Math.max(1, (n - 1) >> 1) : Math.max(3, Math.floor(n / 3)));
  const lengthClasses = (n, edits) => (n + edits <= 5 ? ["0"] : n - edits > 5 ? ["1"] : ["0", "1"]);

  /** Insertions, deletions, substitutions and transpositions from a to b, both arrays; limit + 1 when there are more than limit. */
  function distance(a, b, limit) {
    if (Math.abs(a.length - b.length) > limit) return limit + 1;
    let before = [], last = [], row = [];
    for (let j = 0; j <= b.length; j++) last[j] = j;
    for (let i = 1; i <= a.length; i++) {
      let least = (row[0] = i);
      for (let j = 1; j <= b.length; j++) {
        let d = Math.min(last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1), last[j] + 1, row[j - 1] + 1);
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) d = Math.min(d, before[j - 2] + 1);
        row[j] = d;
        if (d < least) least = d;
      }
      if (least > limit) return limit + 1;
      [before, last, row] = [last, row, before];
    }
    return last[b.length];
  }

  const sorted = (text) => chars(text).sort(compare).join("");
  const reversed = (text) => chars(text).reverse().join("");

  /** How likely it is that typed was meant to be a name; see distance.go. */
  function likelihood(name, typed, d) {
    const more = length(name) - length(typed);
    const few = more > 0 || (more === 0 && sorted(name) === sorted(typed));
    return 100 * (3 - d) + (few ? 20 : 0) + (name.codePointAt(0) === typed.codePointAt(0) ? 10 : 0);
  }

  const bySimilarity = (found, typed) => {
    const list = [...found].map(([w, d]) => [w, d, likelihood(w, typed, d)]);
    return list.sort((a, b) => b[2] - a[2] || compare(a[0], b[0]));
  };

  /** Order of JavaScript's strings, as compare16 in Go. */
  const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  const shorterFirst = (a, b) => length(a) - length(b) || compare(a, b);

  // ---------------------------------------------------------------------------------------------------------------- files
  // Numbers and lists of strings as the exporter writes them (encode.go).
  const digit = (code) => code - (code < 92 ? 35 : 36);

  function numbers(text) {
    const out = [];
    for (let i = 0; i < text.length; ) {
      let n = digit(text.charCodeAt(i++)), scale = 1, value = 0;
      while (n >= 60) {
        value += n * scale;
        scale *= 30;
        n = digit(text.charCodeAt(i++));
      }
      out.push(value + n * scale);
    }
    return out;
  }

  /** A list of strings, each given by what it shares with the one before. */
  function strings(text) {
    const out = [];
    let last = "";
    for (let i = 0; i < text.length; ) {
      const end = text.indexOf(" ", i + 1);
      last = last.slice(0, digit(text.charCodeAt(i))) + text.slice(i + 1, end);
      out.push(last);
      i = end + 1;
    }
    return out;
  }

  const onlyStrings = (parts) => strings(parts[0]);
  const lists = {
    /** Names: key -> postings, each document * 2 + 1 where the name is its title. */
    n(parts) {
      const keys = strings(parts[0]), flags = numbers(parts[1]), deltas = numbers(parts[2]), map = new Map();
      let at = 0, doc = 0;
      for (const k of keys) {
        const postings = [];
        for (let more = true; more; at++) {
          doc += deltas[at] & 1 ? -((deltas[at] + 1) / 2) : deltas[at] / 2;
          postings.push(doc * 2 + (flags[at] & 1));
          more = flags[at] > 1;
        }
        map.set(k, postings);
      }
      return { keys, map };
    },
    /** Words: word -> {words, docs, classes}. */
    w(parts) {
      const all = strings(parts[0]), sizes = numbers(parts[1]), counts = numbers(parts[2]), gaps = numbers(parts[3]), map = new Map();
      let word = 0, at = 0;
      sizes.forEach((size, i) => {
        const group = { words: all.slice(word, (word += size)) };
        if (counts[i]) Object.assign(group, postings(gaps, parts[4], at, counts[i]));
        at += counts[i];
        for (const w of group.words) map.set(w, group);
      });
      return map;
    },
    /** Postings of one common word. */
    b(parts) {
      const gaps = numbers(parts[0]);
      return postings(gaps, parts[1], 0, gaps.length);
    },
    f: onlyStrings,
    r: onlyStrings,
    k: onlyStrings,
    i: onlyStrings,
    /** Heads: prefix of very many names -> the best of them, as names. */
    h(parts) {
      const prefixes = strings(parts[0]), sizes = numbers(parts[1]), names = lists.n(parts.slice(2)), map = new Map();
      const rests = names.keys;
      let at = 0;
      prefixes.forEach((p, i) => map.set(p, rests.slice(at, (at += sizes[i]))));
      return { map, names: names.map };
    },
    c: (parts) => parts,
    s: (parts) => parts,
  };

  function postings(gaps, codes, from, count) {
    const docs = new Int32Array(count), classes = new Uint8Array(count);
    let doc = 0;
    for (let i = 0; i < count; i++) {
      docs[i] = doc += gaps[from + i];
      classes[i] = digit(codes.charCodeAt(from + i));
    }
    return { docs, classes };
  }

  /** The name of a file is the hash (FNV-1a) of the string at which it begins. */
  function hash(text) {
    let h = 0x811c9dc5;
    for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
    return (h >>> 0).toString(36);
  }

  /** The index of the last separator that is not greater than text. */
  function place(separators, text) {
    let low = 0, high = separators.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (separators[middle] <= text) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  const PAUSE = {};

  /**
   * Makes a store of files. load(path, done) fetches a script and calls done(failed); the script calls receive(id, stamp, parts).
   * later(f) calls f when the reader pauses: for what is still being typed, names alone are fetched.
   */
  const NAMES = /^([mnh]|in)/; // the files that are fetched at once: manifest, names, heads, and where names are

  function store(load, later) {
    const files = new Map(), loading = new Map();
    let wanted = new Set(), stamp = null, attempt = 0, manifest = null;
    const api = {
      manifest: () => manifest,
      stamp: () => stamp,
      receive(id, version, parts) {
        if (id === "manifest") {
          if (parts[0] !== FORMAT) return;
          stamp = version;
          manifest = {
            documents: parts[1], separators: {}, endings: parts[12].split(" ").map((pair) => pair.split("/")), perFile: parts[13], bodiesPerFile: parts[15], tall: parts[16],
          };
          ["n", "w", "f", "r", "h", "k"].forEach((kind, i) => (manifest.separators[kind] = strings(parts[2 + i])));
          ["stops", "ask", "joins", "articles"].forEach((set, i) => (manifest[set] = new Set(parts[8 + i].split(" "))));
          manifest.counted = new Set([...manifest.stops].filter((w, i) => parts[14][i] === "1"));
          files.set(id, manifest);
        } else if (version === stamp) {
          files.set(id, lists[id[0]](parts));
        } else {
          stamp = manifest = null; // files of two versions: all of them are asked for again
          files.clear();
        }
      },
      get(id) {
        const file = files.get(id);
        if (file === undefined) wanted.add(id);
        return file;
      },
      /** The beginnings of the files of a kind in which the strings from first to last may stand; null while they are unknown. */
      range(kind, first, last) {
        const list = manifest.separators[kind], part = (all) => all.slice(place(all, first), place(all, last) + 1);
        if (!manifest.tall.includes(kind)) return part(list);
        const parts = part(list).map((start) => api.get("i" + kind + hash(start)));
        return parts.includes(undefined) ? null : parts.flatMap(part);
      },
      at(kind, text) {
        const starts = api.range(kind, text, text) || [];
        return starts.length ? api.get(kind + hash(starts[0])) : undefined;
      },
      missing: () => wanted.size > 0,
      /** Forgets every file, because the site was built again; what is under way begins anew. */
      reset() {
        stamp = manifest = null;
        files.clear();
        attempt++;
      },
      pause() {
        if (wanted.size) throw PAUSE;
      },
      /** Runs compute until it has all it needs, then calls done(result, error). Returns a function that stops it. */
      run(compute, done) {
        let stopped = false, paused = false, resume = null;
        const turn = () => {
          if (stopped) return;
          wanted = new Set();
          let result;
          try {
            if (!api.get("manifest")) throw PAUSE;
            result = compute();
            api.pause();
          } catch (e) {
            if (e !== PAUSE) return done(null, "damaged");
            const ids = [...wanted], names = ids.filter((id) => NAMES.test(id));
            if (paused || names.length) return fetch(paused ? ids : names);
            resume = () => fetch(ids);
            return;
          }
          done(result, "");
        };
        const fetch = (ids) => {
          let open = ids.length, failed = "";
          for (const id of ids) {
            want(id, (error) => {
              failed = failed || error;
              if (--open || stopped) return;
              if (failed) done(null, failed);
              else turn();
            });
          }
        };
        later(() => {
          paused = true;
          if (resume && !stopped) resume();
        });
        turn();
        return () => {
          stopped = true;
        };
      },
    };
    function want(id, done) {
      const waiting = loading.get(id);
      if (waiting) return waiting.push(done);
      const queue = [done];
      loading.set(id, queue);
      load("search/" + id + ".js" + (attempt ? "?" + attempt : ""), (failed) => {
        loading.delete(id);
        let error = "";
        if (failed) error = "missing";
        else if (!files.has(id)) error = id === "manifest" || stamp !== null ? "damaged" : "outdated";
        if (error) attempt++; // the next attempt passes by what the browser keeps
        for (const call of queue) call(error);
      });
    }
    return api;
  }

  // ---------------------------------------------------------------------------------------------------------------- queries
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

  /** The rarity of a word: a logarithm to base two in eighths, by linear pieces, above what any match counts. */
  function wordWeight(count, documents) {
    const ratio = Math.floor((16 * documents) / Math.max(count, 1));
    let e = 0;
    for (let r = ratio; r > 15; r = Math.floor(r / 2)) e++;
    return 8 * e + (Math.floor(ratio / 2 ** e) & 7) + MATCH_WEIGHT;
  }

  let room = null; // zeros between queries; to make them anew took a third of a keystroke's time at 147,000 terms
  /** Adds up what the words give to each document. */
  function sumUp(list, documents, raise) {
    if (!room || room.size < documents) {
      room = {
        size: documents, weight: new Int32Array(documents), place: new Uint8Array(documents),
        sum: new Float64Array(documents), named: new Uint8Array(documents), widest: new Uint8Array(documents),
      };
    }
    const { weight, place, sum, named, widest } = room, touched = [];
    for (const w of list) {
      const here = [];
      for (const { postings, factor } of w.stems) {
        const { docs, classes } = postings, rarity = wordWeight(docs.length, documents) * factor;
        for (let i = 0; i < docs.length; i++) {
          const doc = docs[i], value = rarity * CLASS_WEIGHTS[classes[i]];
          if (!weight[doc]) {
            here.push(doc);
            place[doc] = classes[i];
          } else if (classes[i] < place[doc]) place[doc] = classes[i];
          if (value > weight[doc]) weight[doc] = value;
        }
      }
      for (const doc of here) {
        if (!sum[doc]) touched.push(doc);
        sum[doc] += weight[doc];
        weight[doc] = 0;
        if (place[doc] <= LAST_NAME_CLASS) {
          named[doc]++;
          if (place[doc] > widest[doc]) widest[doc] = place[doc];
        }
      }
    }
    for (const doc of touched) {
      raise(doc, named[doc] === list.length ? NAME_WORDS * TIER + (LAST_NAME_CLASS - widest[doc]) * FEW + sum[doc] : WORDS * TIER + sum[doc]);
      sum[doc] = named[doc] = widest[doc] = 0;
    }
  }

  const order = (a, b) => b[1] - a[1] || a[0] - b[0];
  /** Keeps the best of many, and some more: pairs of document and score; equal scores in the order of documents. */
  function sieve(limit) {
    const list = [];
    let worst = null;
    return {
      list,
      add(doc, score) {
        if (worst && (score < worst[1] || (score === worst[1] && doc > worst[0]))) return;
        if (list.push([doc, score]) < 8 * limit) return;
        list.sort(order).length = limit;
        worst = list[limit - 1];
      },
    };
  }

  function best(scores, limit) {
    const { list, add } = sieve(limit);
    for (const [doc, score] of scores) add(doc, score);
    return list.sort(order).slice(0, limit);
  }

  // ---------------------------------------------------------------------------------------------------------------- answers
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

  // ---------------------------------------------------------------------------------------------------------------- browser
  let base = "";
  /** Loads a script by an element: the one way that works under a strict policy and on file://. */
  function inject(path, done) {
    const script = document.createElement("script");
    script.src = base + path;
    script.charset = "utf-8";
    script.onload = script.onerror = (event) => {
      script.remove();
      done(event.type === "error");
    };
    document.head.append(script);
  }
  const made = engine(inject, (f) => setTimeout(f, 200));
  // A preview tells open pages that the site was built again.
  if (global.document) document.addEventListener("gloss:update", made.reset);
  global.gloss = {
    ...made,
    engine,
    /** Tells where the site's root is and begins to load the manifest. */
    open(root) {
      base = root;
      made.search("", 1, () => {});
    },
  };
})(globalThis);

// The files of an index (FORMAT.md), read and kept.

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

// How near one spelling is to another, as in distance.go.

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

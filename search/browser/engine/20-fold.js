// Texts taken apart and folded, as in fold.go.

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

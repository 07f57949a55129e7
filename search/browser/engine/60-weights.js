// Scores of words, added up.

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

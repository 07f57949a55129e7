// A stand-in for search/browser/engine: three terms, and words that make it slow, damaged or empty.
globalThis.gloss = {
  open(base) {
    this.base = base;
  },
  search(words, limit, answer) {
    const terms = [
      { id: "monthly-recurring-revenue", title: "Monthly recurring revenue", matched: "MRR", summary: "Comes <b>back</b>.", marks: [[0, 5]] },
      { id: "revenue-operations", title: "Revenue operations", matched: "", summary: "A team.", marks: [] },
      { id: "net-revenue-retention", title: "Net revenue retention", matched: "", summary: "A share.", marks: [] },
    ];
    const hits = terms
      .filter((t) => (t.title + " " + t.matched).toLowerCase().includes(words.toLowerCase()))
      .map((t) => ({ ...t, url: "terms/" + t.id + ".html", tags: ["metrics"] }));
    const give = () => {
      if (words === "damaged" && !this.repaired) answer({ words, error: new Error("damaged"), hits: [], total: 0, done: true });
      else if (words === "slow") answer({ words, hits: terms.slice(1), total: 2, done: true });
      else answer({ words, hits: hits.slice(0, limit), total: hits.length + (words === "revenue" ? 9 : 0), done: true, suggestion: words === "revnue" ? "revenue" : "" });
    };
    // The slow answer comes although it was stopped, as that of an engine that is in the middle of its work.
    const timer = setTimeout(give, words === "slow" ? 400 : 5);
    return () => words !== "slow" && clearTimeout(timer);
  },
  card(id, callback) {
    setTimeout(() => callback(id.startsWith("neighbour") ? { id, title: "Neighbour", summary: "It lives <i>next</i> door." } : null), 5);
  },
};

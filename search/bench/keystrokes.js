// The time of a keystroke in the engine, with the files loaded: every beginning of every query and of the commonest words. Runs in
// Chromium on a page that has engine.js; "texts" is a list of queries. Gives milliseconds, sorted, the best of three for each, so that
// other work of the machine is left out.
globalThis.keystrokes = async (texts, shown) => {
  let pending = 0;
  const engine = gloss.engine(
    (path, done) => {
      const script = document.createElement("script");
      pending++;
      script.src = path;
      script.onload = script.onerror = (event) => {
        script.remove();
        pending--;
        done(event.type === "error");
      };
      document.head.append(script);
    },
    (f) => f(),
  );
  gloss.load = engine.load;
  const answered = (typed) => new Promise((done) => engine.search(typed, shown, (answer) => answer.done && done(answer)));
  const times = [];
  let worst = "";
  for (const text of texts) {
    const letters = [...text];
    for (let n = 1; n <= letters.length; n++) {
      const typed = letters.slice(0, n).join("");
      const answer = await answered(typed);
      if (answer.error) throw new Error(typed + ": " + answer.error);
      let least = Infinity;
      for (let run = 0; run < 3; run++) {
        const begin = performance.now();
        engine.search(typed, shown, () => {});
        least = Math.min(least, performance.now() - begin);
      }
      if (!times.some((t) => t >= least)) worst = typed;
      times.push(least);
    }
  }
  return JSON.stringify({ times: times.sort((a, b) => a - b), worst });
};

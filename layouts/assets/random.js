// Chooses a random term: from the terms that the home page lists, else by way of the page of a letter and one of its parts, each as
// likely as it has terms. It comes when a reader asks for one.
(function () {
  "use strict";
  const site = globalThis.glossSite;

  /** One of a list, each as likely as its weight says. */
  function pick(list, weight) {
    let sum = 0, chosen = null;
    for (const item of list) {
      const w = weight ? weight(item) : 1;
      sum += w;
      if (Math.random() * sum < w) chosen = item;
    }
    return chosen;
  }

  /** Leads to a term; where the page lists none, the link's own, which was chosen at build. */
  site.random = function (link) {
    const term = pick(document.querySelectorAll(".columns a"));
    const letter = pick(document.querySelectorAll(".letters a"), (a) => {
      const count = a.querySelector(".count");
      return count ? Number(count.textContent) : 0;
    });
    location.href = term ? term.href : letter ? letter.href + "#g:random" : link.href;
  };

  /** Goes on from the page of a letter: to one of its parts, then to one of its terms. */
  site.randomOfLetter = function () {
    const part = location.hash === "#g:random" && pick(document.querySelectorAll(".parts a"));
    const term = pick(document.querySelectorAll(".entries a"));
    if (part && !part.hasAttribute("aria-current")) location.replace(part.href + "#g:random-here");
    else if (term) location.replace(term.href);
  };
})();

// How to cite a term, made when a reader asks: from what stands on the page, and what glossSite says of the glossary.
(function () {
  "use strict";
  const site = globalThis.glossSite, words = site.cite;

  /** Ends a text in a full stop. */
  const sentence = (text) => (/[.?!]$/.test(text) ? text : text + ".");

  /** A date "2026-11-22" in the order that the APA asks for, in the language's own words. */
  function ordered(date, language) {
    const [year, month, day] = date.split("-").map(Number);
    const part = (name) => new Intl.DateTimeFormat(language, { day: "numeric", month: "long", timeZone: "UTC" })
      .formatToParts(Date.UTC(year, month - 1, day)).find((p) => p.type === name).value;
    return words.date.replace("{year}", year).replace("{month}", part("month")).replace("{day}", day);
  }

  // The title stands first where there is no author, as the APA asks for (Publication Manual, 7th edition, 9.12).
  function apa(term) {
    const date = term.date ? ordered(term.date, term.language) : words.undated;
    const head = site.author ? `${sentence(site.author)} (${date}). ${sentence(term.title)}` : `${term.title}. (${date}).`;
    return [head, words.in, sentence(site.title), term.address].filter(Boolean).join(" ");
  }

  function plain(term) {
    return [site.author && sentence(site.author), `“${term.title}.”`, sentence(site.title), term.shown && sentence(term.shown), term.address]
      .filter(Boolean).join(" ");
  }

  const escaped = (text) => text.replace(/[\\{}%#$&_~^]/g, (c) => ({ "\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}" })[c] || "\\" + c);

  // Letters beyond ASCII may not stand in a key for the original program, so they are spelled by number.
  const key = (slug) => slug.replace(/[^A-Za-z0-9._-]/gu, (c) => "u" + c.codePointAt(0).toString(16));

  // An entry of type misc, which each style of BibTeX knows; braces keep the case of names and titles.
  function bibTeX(term) {
    const [year, month] = (term.date || "").split("-");
    const fields = {
      author: site.author && `{${escaped(site.author)}}`, title: `{${escaped(term.title)}}`, howpublished: escaped(site.title), year,
      month: month && String(Number(month)), url: term.address.replace(/{/g, "%7B").replace(/}/g, "%7D"),
    };
    const lines = Object.keys(fields).filter((name) => fields[name]).map((name) => `  ${name} = {${fields[name]}},\n`);
    return `@misc{${key(term.slug)},\n${lines.join("")}}`;
  }

  /** What is cited. The address is the canonical one, and left out where the glossary does not know where it is published. */
  function cited() {
    const time = document.querySelector(".provenance time"), canonical = document.querySelector("link[rel=canonical]");
    return {
      title: document.querySelector("h1").firstChild.textContent.trim(), language: document.documentElement.lang,
      slug: decodeURIComponent(location.pathname.split("/").pop().replace(/\.html$/, "")),
      date: time ? time.dateTime : "", shown: time ? time.textContent : "", address: canonical ? canonical.href : "",
    };
  }

  /** The ways to cite a term, each with its name. */
  const ways = (term) => [[words.plain, plain(term)], ["APA", apa(term)], ["BibTeX", bibTeX(term)]];

  const make = (name, ...children) => {
    const element = document.createElement(name);
    element.append(...children);
    return element;
  };

  site.waysToCite = ways;
  /** Shows the ways to cite under the line of the button, or hides them. copying gives what a button does that copies a text. */
  site.citation = function (button, copying) {
    const line = button.parentElement, open = line.nextElementSibling;
    const shown = open && open.className === "cite";
    button.setAttribute("aria-expanded", !shown);
    if (shown) return open.remove();
    const box = make("div");
    box.className = "cite";
    for (const [name, text] of ways(cited())) {
      box.append(make("p", name), make("pre", text));
      if (!navigator.clipboard) continue;
      box.append(site.button(site.copy, copying(() => text)));
    }
    line.after(box);
  };
})();

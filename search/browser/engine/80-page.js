// The engine of this page.

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

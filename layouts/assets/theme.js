// Sets the reader's choice of colours before anything is painted. It stands in <head> and blocks, so it must stay tiny.
(function () {
  var root = document.documentElement, choice = "";
  try {
    choice = localStorage.getItem("gloss-colours") || "";
  } catch (refused) {
    // Storage may be forbidden, as it is for files in some browsers: then the system decides.
  }
  root.dataset.scripts = "";
  if (choice) root.dataset.colours = choice;
})();

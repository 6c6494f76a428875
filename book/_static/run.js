// A link to a cell or a number opens the fold that holds it, and paper shows all numbers.  Browsers that do so by
// themselves need no script.
(() => {
  "use strict";
  // A percent sign may encode nothing: then the words are taken as they stand.
  const decode = (words) => {
    try {
      return decodeURIComponent(words);
    } catch {
      return words;
    }
  };
  const open = () => {
    const target = document.getElementById(decode(location.hash.slice(1)));
    const fold = target?.closest("details");
    if (!fold || fold.open) return;
    fold.open = true;
    target.scrollIntoView();
  };
  // A second click on the same link changes no address: the fold may have been closed meanwhile.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href^="#"]');
    if (link?.hash && link.hash === location.hash) open();
  });
  window.addEventListener("hashchange", open);
  let closed = [];
  window.addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details.number-fold:not([open])")];
    closed.forEach((fold) => { fold.open = true; });
  });
  window.addEventListener("afterprint", () => closed.forEach((fold) => { fold.open = false; }));
  open();
})();

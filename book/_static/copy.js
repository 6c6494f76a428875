// Buttons that copy: each names, in data-copy, the id of the element whose text it takes.  Without a script they stay
// hidden, and the text can be selected by hand.
(() => {
  "use strict";
  const buttons = [...document.querySelectorAll("button[data-copy]")];
  if (!buttons.length) return;
  const told = document.createElement("p");
  told.className = "copy-told";
  told.setAttribute("role", "status");
  told.setAttribute("aria-live", "polite");
  document.body.append(told);
  const select = (source) => {
    const range = document.createRange();
    range.selectNodeContents(source);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    return document.execCommand("copy");
  };
  const copy = async (source) => {
    try {
      await navigator.clipboard.writeText(source.textContent);
      return true;
    } catch {
      return select(source);
    }
  };
  buttons.forEach((button) => {
    const words = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const done = await copy(document.getElementById(button.dataset.copy));
      button.textContent = done ? "Copied" : "Selected";
      const what = (button.getAttribute("aria-label") ?? words).replace(/^Copy:? ?/, "");
      told.textContent = done ? `Copied: ${what}` : `${what} is selected; copy it with the keyboard.`;
      setTimeout(() => {
        button.textContent = words;
      }, 2000);
    });
  });
})();

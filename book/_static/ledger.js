// Notes on numbers open without a script, on hover and focus.  This adds comforts: Escape closes a note, a first
// tap on a touch screen opens it instead of following the link, a note near the edge stays on the screen, and a table
// that is wider than its box says so.
(() => {
  "use strict";
  const place = (result) => {
    const note = result.querySelector(".result-note");
    note.style.setProperty("--shift", "0px");
    const box = note.getBoundingClientRect();
    const over = box.right - document.documentElement.clientWidth + 8;
    if (over > 0) note.style.setProperty("--shift", `${-over}px`);
    else if (box.left < 8) note.style.setProperty("--shift", `${8 - box.left}px`);
  };
  const open = (event) => {
    const result = event.target.closest?.(".result");
    if (!result) return;
    result.classList.remove("is-closed");
    place(result);
  };
  document.addEventListener("mouseover", open);
  document.addEventListener("focusin", open);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelectorAll(".result:hover, .result:focus-within").forEach((result) => result.classList.add("is-closed"));
  });
  document.addEventListener("pointerdown", (event) => {
    const value = event.target.closest?.(".result-value");
    if (!value || event.pointerType !== "touch" || document.activeElement === value) return;
    value.addEventListener("click", (click) => click.preventDefault(), { once: true });
    value.focus();
  });
  const mark = (box) => {
    const rest = box.scrollWidth - box.clientWidth - box.scrollLeft;
    box.classList.toggle("more-left", box.scrollLeft > 2);
    box.classList.toggle("more-right", rest > 2);
  };
  const resized = new ResizeObserver((entries) => entries.forEach((entry) => mark(entry.target)));
  document.querySelectorAll(".table-scroll").forEach((box) => {
    resized.observe(box);
    box.addEventListener("scroll", () => mark(box), { passive: true });
  });
})();

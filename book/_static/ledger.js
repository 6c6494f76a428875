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

// A menu that opens over the page of a phone gives the focus back to its button when it closes.
(() => {
  "use strict";
  for (const name of ["primary", "secondary"]) {
    const menu = document.getElementById(`pst-${name}-sidebar-modal`);
    menu?.addEventListener("close", () => {
      const button = [...document.querySelectorAll(`.${name}-toggle`)].find((one) => one.offsetParent);
      if (button && !document.activeElement?.closest("main a, main input")) button.focus();
    });
  }
})();

// The filter above the ledger's table: without a script the whole table stands there.  What is chosen is kept in the
// query of the address, so that a filtered view can be linked; where a browser lets no script change the query of a
// file's address, it is kept behind "#?", which then counts instead of the query.
(() => {
  "use strict";
  const rows = [...document.querySelectorAll("tr[data-claim]")];
  if (!rows.length) return;
  const CHOICES = ["Article", "Topic", "Kind", "Verdict", "Testability", "Country"];
  // Below so many claims, the search of the whole book is offered too.
  const FEW = 5;
  const names = (row, key) => (row.dataset[key] ? row.dataset[key].split("|") : []);
  const nameOf = (key, code) => rows.find((row) => row.dataset[key] === code)?.dataset[`${key}Name`] ?? code;
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("ı", "i");
  // Words are letters and digits; a decimal stays whole.
  const wordsOf = (text) => fold(text).match(/\p{N}+(?:[.,]\p{N}+)+|[\p{L}\p{N}]+/gu) ?? [];
  const indexed = new Map(rows.map((row) => [row, ` ${wordsOf(Object.values(row.dataset).join(" ")).join(" ")}`]));
  const make = (tag, keys, ...children) => {
    const element = Object.assign(document.createElement(tag), keys);
    element.append(...children);
    return element;
  };
  const known = new URLSearchParams(location.hash.startsWith("#?") ? location.hash.slice(2) : location.search);

  const makeChoice = (label) => {
    const key = label.toLowerCase();
    const found = [...new Set(rows.flatMap((row) => names(row, key)))].sort((a, b) => nameOf(key, a).localeCompare(nameOf(key, b), "en"));
    const options = found.map((name) => make("option", { value: name, textContent: nameOf(key, name) }));
    const select = make("select", { id: `filter-${key}`, name: key, autocomplete: "off" }, make("option", { value: "", textContent: "All" }), ...options);
    if (found.includes(known.get(key))) select.value = known.get(key);
    return make("label", { htmlFor: select.id }, make("span", { textContent: label }), select);
  };

  const typed = known.get("words") ?? "";
  const search = make("input", { id: "filter-words", type: "search", name: "words", autocomplete: "off", value: typed });
  const count = make("p", { className: "ledger-count" });
  count.setAttribute("role", "status");
  count.setAttribute("aria-live", "polite");
  const elsewhere = make("a", { className: "ledger-elsewhere", hidden: true });
  const form = make(
    "form",
    { className: "ledger-filter" },
    make(
      "label",
      { className: "ledger-words", htmlFor: search.id },
      make("span", { textContent: "Words of the claim, its country, topic, article, kind or verdict" }),
      search,
    ),
    ...CHOICES.map(makeChoice),
    make("div", { className: "ledger-state" }, count, elsewhere, make("button", { type: "button", textContent: "Reset" })),
  );
  form.setAttribute("role", "search");
  form.setAttribute("aria-label", "Filter the claims");
  const selects = [...form.querySelectorAll("select")];

  const remember = () => {
    const address = new URL(location.href);
    if (address.hash.startsWith("#?")) address.hash = "";
    const chosen = new URLSearchParams();
    [...selects, search].forEach((field) => {
      const value = field.value.trim();
      address.searchParams.delete(field.name);
      if (!value) return;
      address.searchParams.set(field.name, value);
      chosen.set(field.name, value);
    });
    try {
      history.replaceState(history.state, "", address);
    } catch {
      history.replaceState(history.state, "", `#?${chosen}`);
    }
  };
  const apply = () => {
    const words = wordsOf(search.value);
    rows.forEach((row) => {
      const chosen = selects.every((select) => !select.value || names(row, select.name).includes(select.value));
      row.hidden = !(chosen && words.every((word) => indexed.get(row).includes(` ${word}`)));
    });
    const shown = rows.filter((row) => !row.hidden).length;
    const message = `${shown} of ${rows.length} claims`;
    if (count.textContent !== message) count.textContent = message;
    const asked = search.value.trim();
    elsewhere.hidden = !words.length || shown >= FEW;
    elsewhere.href = `${document.documentElement.dataset.content_root ?? ""}search.html?${new URLSearchParams({ q: asked })}`;
    elsewhere.textContent = `Search the whole book for “${asked}”`;
  };
  const change = () => {
    apply();
    remember();
  };
  form.addEventListener("input", change);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.querySelector("button").addEventListener("click", () => {
    [...selects, search].forEach((field) => {
      field.value = "";
    });
    change();
  });
  const table = rows[0].closest(".table-scroll") ?? rows[0].closest("table");
  table.before(form);
  apply();
})();

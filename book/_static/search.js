// The search page.  Sphinx finds pages by words; this adds what it cannot do: ids of claims as they are written,
// countries by code and terms of the glossary come first, numbers are searched, pages that hold only some of the words
// are shown when none holds all, and what a page is about comes from its description: no page is fetched.
(() => {
  "use strict";
  if (typeof Search === "undefined") return;
  const FIRST = 20;
  const KINDS = { claims: "Claim", countries: "Country", topics: "Topic", articles: "Article", data: "Table" };
  // Where several pages bear one name, as kgz does, the page of the country comes first.
  const ORDER = ["countries", "topics", "articles", "claims"];
  const told = document.getElementById("find-told");
  const box = document.getElementById("search-results");
  const names = JSON.parse(document.getElementById("find-names").textContent);
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
  const plain = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent;
  const make = (tag, keys, ...children) => {
    const element = Object.assign(document.createElement(tag), keys);
    element.append(...children);
    return element;
  };

  // book/claims/a-b -> its folder and its id; an index page is known by its folder.
  const placeOf = (page) => {
    const [, folder, id] = page.split("/");
    return id === undefined ? { folder: "", id: folder ?? page } : { folder, id: id === "index" ? folder : id };
  };
  const kindOf = (page) => {
    const { folder, id } = placeOf(page);
    if (page.endsWith("/index")) return KINDS[folder] ? "List" : "Chapter";
    return folder === "claims" ? `Claim ${id}` : (KINDS[folder] ?? (folder ? "Page of a chapter" : "Page"));
  };
  const rank = (name, words) => {
    if (name === words) return 900;
    if (name.startsWith(words) && !/^[\p{L}\p{N}]/u.test(name.slice(words.length))) return 600 + (99 * words.length) / name.length;
    return 0;
  };

  // Pages and terms that are meant by name.
  const findNamed = (query) => {
    const words = fold(query).replace(/@[\d.]+$/, "");
    if (words.length < 2) return [];
    const found = [];
    const isIdLike = /[\d-]/.test(words) && /\p{L}/u.test(words);
    Search._index.docnames.forEach((page, number) => {
      const title = plain(Search._index.titles[number]);
      const { folder, id } = placeOf(page);
      const order = ORDER.indexOf(folder);
      let score = Math.max(id === words ? 1000 : 0, rank(fold(title), words));
      if (!score && isIdLike && id.includes(words)) score = 700 + (99 * words.length) / id.length;
      if (score) found.push({ page, title, anchor: "", kind: kindOf(page), score: score + (order < 0 ? 0 : 40 - 10 * order) });
    });
    names.forEach(({ name, page, anchor, kind }) => {
      const score = rank(fold(name), words);
      const number = Search._index.docnames.indexOf(page);
      if (!score || number < 0) return;
      const title = anchor ? name : plain(Search._index.titles[number]);
      found.push({ page, title, anchor: anchor && `#${anchor}`, kind, score: score + 50 });
    });
    return found;
  };

  // Sphinx counts the best of the words alone; a title that holds the whole query, or more of its words, is nearer.
  const findWords = (parsed) =>
    Search._performSearch(...parsed).map(([page, title, anchor, , score]) => {
      const words = fold(parsed[0]);
      const name = fold(plain(title));
      const near = (name.includes(words) ? 20 : 0) + 4 * words.split(/\s+/).filter((word) => name.includes(word)).length;
      return { page, title: plain(title), anchor, kind: kindOf(page), score: score + near - (page.includes("/data/") ? 1 : 0) };
    });

  // The best place of each page; terms of the glossary stand for themselves.
  const merge = (results) => {
    const best = new Map();
    results
      .sort((a, b) => b.score - a.score || a.title.localeCompare(b.title, "en"))
      .forEach((result) => {
        const key = result.kind.startsWith("Term") ? result.page + result.anchor : result.page;
        if (!best.has(key)) best.set(key, result);
      });
    return [...best.values()];
  };

  const parse = (query) => {
    const parsed = Search._parseQuery(query);
    splitQuery(query.trim())
      .filter((word) => /^\d+$/.test(word))
      .forEach((word) => parsed[1].add(word));
    return parsed;
  };

  const find = (query) => {
    const parsed = parse(query);
    const [, terms, excluded, shown, objects] = parsed;
    const all = merge([...findNamed(query), ...(terms.size ? findWords(parsed) : [])]);
    if (all.length || terms.size < 2) return { results: all, isPart: false, isCommon: !terms.size };
    const counted = new Map();
    [...terms].forEach((term) =>
      merge(findWords([term, new Set([term]), excluded, shown, objects])).forEach((result) => {
        const before = counted.get(result.page);
        counted.set(result.page, { ...result, score: result.score + (before ? before.score + 100 : 0) });
      }),
    );
    return { results: merge([...counted.values()]), isPart: true, isCommon: false };
  };

  const tell = (query, { results, isPart, isCommon }) => {
    const number = results.length;
    if (!number && isCommon) return `“${query}” is too common to be searched for. Add another word.`;
    if (!number) return `No page for “${query}”. Try fewer words, another spelling, or the name of a country.`;
    const pages = number === 1 ? "1 result" : `${number} results`;
    return isPart ? `No page holds all of “${query}”. ${pages} for some of it.` : `${pages} for “${query}”.`;
  };
  const makeItem = ({ page, title, anchor, kind }) => {
    const root = document.documentElement.dataset.content_root;
    const address = root + page + DOCUMENTATION_OPTIONS.LINK_SUFFIX + anchor;
    const item = make("li", {}, make("a", { href: address, textContent: title }), make("span", { className: "find-kind", textContent: kind }));
    // A term's page is the whole glossary, whose description says nothing of the term.
    const summary = kind.startsWith("Term") ? "" : Search.summaries[page];
    if (summary) item.append(make("span", { className: "find-about", textContent: summary }));
    return item;
  };
  const show = (results) => {
    box.replaceChildren();
    if (!results.length) return;
    const list = make("ol", { className: "find-results" }, ...results.slice(0, FIRST).map(makeItem));
    box.append(make("h2", { textContent: "Results" }), list);
    if (results.length <= FIRST) return;
    const more = make("button", { type: "button", textContent: `Show all ${results.length}` });
    more.addEventListener("click", () => {
      list.append(...results.slice(FIRST).map(makeItem));
      list.children[FIRST].querySelector("a").focus();
      more.remove();
    });
    box.append(more);
  };

  Search.performSearch = (query) => {
    told.textContent = "Searching …";
    if (Search.hasIndex()) Search.query(query);
    else Search.deferQuery(query);
  };
  Search.query = (query) => {
    const found = find(query);
    show(found.results);
    told.textContent = tell(query.trim(), found);
  };

  // Sphinx has begun the search that the address asks for, in its own way.
  const asked = Search._queued_query;
  if (asked !== null) {
    Search._pulse_status = NaN; // ends its dots, which -1 does not
    box.replaceChildren();
    Search.performSearch(asked);
  }
  if (!new URLSearchParams(location.search).get("q")) document.getElementById("find-words").focus();
})();

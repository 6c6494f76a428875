// The browser of a specification curve.  The page carries, beside the picture, where every specification lies in it and
// which choices it makes (see scoledger.figures.marks); this lays one control over the picture.  Pointing at a column,
// tapping it or the arrow keys choose a specification; a note names its choices.  The fields above the picture dim all
// others.  Without a script the picture stands there as it is.
(() => {
  "use strict";
  const WORDS = {
    supports: "supports the claim",
    contradicts: "contradicts the claim",
    neither: "neither supports nor contradicts the claim",
  };
  const INK = "#111111";
  // Points in the picture: half a mark, half a mark of a choice, how far beside the curve a pointer may be.
  const [HALF, HALF_CHOICE, NEAR] = [2, 2.35, 10];
  const PAGE = 10;
  const BELOW_THE_HEADER = 80;
  // Pixels between the picture and its note, of the widest note, and of the least that can be read.
  const [APART, WIDEST, LEAST] = [10, 336, 190];
  const narrow = matchMedia("(max-width: 36rem)");

  const make = (tag, keys, ...children) => {
    const element = Object.assign(document.createElement(tag), keys);
    element.append(...children);
    return element;
  };
  const draw = (tag, keys) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    Object.entries(keys).forEach(([name, value]) => element.setAttribute(name, value));
    return element;
  };
  const outlines = {
    o: (x, y) => `M${x - HALF} ${y}a${HALF} ${HALF} 0 1 0 ${2 * HALF} 0a${HALF} ${HALF} 0 1 0 ${-2 * HALF} 0`,
    D: (x, y) => `M${x - 1.4 * HALF} ${y}L${x} ${y - 1.4 * HALF}L${x + 1.4 * HALF} ${y}L${x} ${y + 1.4 * HALF}Z`,
    X: (x, y) => {
      const arms = [[-1, -0.4], [-0.4, -1], [0, -0.6], [0.4, -1], [1, -0.4], [0.6, 0], [1, 0.4], [0.4, 1], [0, 0.6]];
      arms.push([-0.4, 1], [-1, 0.4], [-0.6, 0]);
      return `M${arms.map(([right, down]) => `${x + right * HALF * 1.15} ${y + down * HALF * 1.15}`).join("L")}Z`;
    },
  };

  const begin = (stage) => {
    const marks = JSON.parse(stage.querySelector("script").textContent);
    const bar = stage.previousElementSibling;
    const selects = [...bar.querySelectorAll("select")];
    const button = bar.querySelector("button");
    const count = bar.querySelector(".curve-count");
    const [width, height] = marks.size;
    const [upper, lower] = marks.frames;
    const total = marks.x.length;
    const all = marks.x.map((_, number) => number);
    const across = marks.x.map((place) => place * width);
    let matching = all;
    let at = -1;
    let kept = false;

    const picture = draw("svg", { viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true", focusable: "false" });
    const veil = draw("g", {});
    const chosen = draw("g", { fill: "none", stroke: INK });
    picture.append(veil, chosen);
    const layer = make("div", { className: "curve-layer", tabIndex: 0 }, picture);
    const say = (name, value) => layer.setAttribute(`aria-${name}`, value);
    layer.setAttribute("role", "slider");
    say("label", `Specifications in order of size: ${stage.dataset.title}`);
    say("valuemin", 1);
    say("valuemax", total);
    const note = make("div", { className: "curve-note", hidden: true, tabIndex: -1 });
    const told = make("p", { className: "curve-told" });
    told.setAttribute("role", "status");

    const outcome = (number) => marks.outcomes[marks.outcome[number]][0];
    const choices = (number) =>
      marks.dimensions
        .filter((dimension) => dimension.made[number] >= 0)
        .map((dimension) => [dimension.name, dimension.choices[dimension.made[number]]]);
    const figures = (number) => [
      ["value", marks.value[number]],
      ...(marks.interval?.[number] ? [["interval", marks.interval[number]]] : []),
      ...(marks.p_value?.[number] ? [["p value", marks.p_value[number]]] : []),
    ];
    const row = (dimension, number) => {
      const place = dimension.rows[dimension.made[number]];
      return place === undefined ? undefined : place * height;
    };

    // Picture ------------------------------------------------------------------------------------------
    const ring = (number) => {
      const x = across[number];
      const y = marks.y[number] === null ? undefined : marks.y[number] * height;
      const rows = marks.dimensions.map((dimension) => row(dimension, number)).filter((place) => place !== undefined);
      const places = [...(y === undefined ? [] : [[y, 5]]), ...rows.map((place) => [place, 3.6])];
      chosen.replaceChildren(
        draw("path", { d: `M${x} ${upper[1] * height}V${lower[3] * height}`, "stroke-width": 0.7 }),
        ...places.flatMap(([place, radius]) => [
          draw("circle", { cx: x, cy: place, r: radius + 1, stroke: "#ffffff", "stroke-width": 1.2 }),
          draw("circle", { cx: x, cy: place, r: radius, "stroke-width": 1.3 }),
        ]),
      );
    };
    const cover = () => {
      veil.replaceChildren();
      if (matching.length === total) return;
      [upper, lower].forEach(([left, top, right, bottom]) => {
        const box = { x: left * width, y: top * height, width: (right - left) * width, height: (bottom - top) * height };
        veil.append(draw("rect", { ...box, fill: "#ffffff", "fill-opacity": 0.82 }));
      });
      marks.outcomes.forEach(([, colour, marker], kind) => {
        const own = matching.filter((number) => marks.outcome[number] === kind);
        const dots = own.filter((number) => marks.y[number] !== null);
        const spans = own.filter((number) => marks.low && marks.low[number] !== null && marks.high[number] !== null);
        const bars = spans.map((number) => `M${across[number]} ${marks.low[number] * height}V${marks.high[number] * height}`);
        veil.append(
          draw("path", { d: bars.join(""), stroke: colour, "stroke-width": 0.7, "stroke-opacity": 0.5 }),
          draw("path", {
            d: dots.map((number) => outlines[marker](across[number], marks.y[number] * height)).join(""),
            fill: colour,
            stroke: colour,
            "stroke-width": 0.6,
          }),
        );
      });
      const ticks = marks.dimensions.flatMap((dimension) =>
        matching
          .map((number) => [across[number], row(dimension, number)])
          .filter(([, place]) => place !== undefined)
          .map(([x, place]) => `M${x} ${place - HALF_CHOICE}v${2 * HALF_CHOICE}`),
      );
      veil.append(draw("path", { d: ticks.join(""), stroke: INK, "stroke-width": 0.9 }));
    };

    // Note ---------------------------------------------------------------------------------------------
    const place = () => {
      note.removeAttribute("style");
      note.classList.remove("is-foot");
      if (narrow.matches) return; // there the style sheet puts it at the foot of the screen
      // Beside the picture, level with the dot and within the screen: it explains rows, so it must not lie on them.
      const outer = stage.getBoundingClientRect();
      const room = document.documentElement.clientWidth - outer.right - 2 * APART;
      if (room < LEAST) {
        note.classList.add("is-foot");
        return;
      }
      note.style.width = `${Math.min(WIDEST, room)}px`;
      const box = layer.getBoundingClientRect();
      const wanted = box.top + (marks.y[at] ?? upper[1]) * box.height - note.offsetHeight / 2;
      const lowest = Math.min(innerHeight - APART, outer.bottom) - note.offsetHeight;
      const top = Math.max(BELOW_THE_HEADER, Math.min(wanted, lowest));
      note.style.left = `${outer.width + APART}px`;
      note.style.top = `${top - outer.top}px`;
    };
    const close = () => {
      at = -1;
      kept = false;
      note.hidden = true;
      note.classList.remove("is-kept");
      chosen.replaceChildren();
      told.textContent = "";
      say("valuenow", 1);
      say("valuetext", `none chosen, ${matching.length} to go through`);
    };
    const show = (number, keep) => {
      kept = keep;
      note.classList.toggle("is-kept", keep);
      if (number !== at) {
        at = number;
        const result = WORDS[outcome(at)];
        const rows = [...figures(at), ...choices(at)];
        note.replaceChildren(
          make("p", { textContent: `${at + 1} of ${total}: ${result}` }),
          make("dl", {}, ...rows.flatMap(([name, words]) => [make("dt", { textContent: name }), make("dd", { textContent: words })])),
        );
        note.hidden = false;
        ring(at);
        say("valuenow", at + 1);
        say("valuetext", `${at + 1} of ${total}, ${marks.value[at]}, ${result}`);
      }
      place();
      // What the control itself says is its value; the choices follow.  A pointer passing over says nothing.
      if (keep) told.textContent = choices(at).map(([name, words]) => `${name}: ${words}`).join("; ");
    };
    const nearest = (event) => {
      const box = layer.getBoundingClientRect();
      const x = ((event.clientX - box.left) / box.width) * width;
      const distance = (number) => Math.abs(across[number] - x);
      const best = matching.reduce((one, other) => (one < 0 || distance(other) < distance(one) ? other : one), -1);
      const step = total > 1 ? across[1] - across[0] : 0;
      return best >= 0 && distance(best) <= Math.max(NEAR, step) ? best : -1;
    };

    // Pointer, keys, choices -----------------------------------------------------------------------------
    layer.addEventListener("pointermove", (event) => {
      if (kept || event.pointerType === "touch") return;
      const found = nearest(event);
      if (found >= 0) show(found, false);
      else if (at >= 0) close();
    });
    stage.addEventListener("pointerleave", () => {
      if (!kept && at >= 0) close();
    });
    layer.addEventListener("click", (event) => {
      const found = nearest(event);
      layer.focus({ preventScroll: true });
      if (found < 0 || (kept && found === at)) close();
      else show(found, true);
    });
    layer.addEventListener("focus", () => {
      if (layer.matches(":focus-visible") && matching.length && !kept) show(at < 0 ? matching[0] : at, true);
    });
    stage.addEventListener("focusout", (event) => {
      if (kept && !stage.contains(event.relatedTarget)) close();
    });
    layer.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !matching.length) return;
      const now = matching.indexOf(at);
      const last = matching.length - 1;
      const target = {
        ArrowRight: now + 1,
        ArrowUp: now + 1,
        ArrowLeft: now < 0 ? last : now - 1,
        ArrowDown: now < 0 ? last : now - 1,
        PageUp: now + PAGE,
        PageDown: now - PAGE,
        Home: 0,
        End: last,
      }[event.key];
      if (target === undefined) return;
      event.preventDefault();
      show(matching[Math.min(Math.max(target, 0), last)], true);
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && at >= 0) close();
    });
    const narrowDown = () => {
      const wanted = selects
        .filter((select) => select.value)
        .map((select) => [marks.dimensions[select.dataset.dimension].made, Number(select.value)]);
      matching = all.filter((number) => wanted.every(([made, choice]) => made[number] === choice));
      const many = (name) => matching.filter((number) => outcome(number) === name).length;
      count.textContent = `${matching.length} of ${total}: ${many("supports")} for, ${many("contradicts")} against, ${many("neither")} neither`;
      cover();
      close();
    };
    selects.forEach((select) => {
      select.disabled = false;
      select.addEventListener("change", narrowDown);
    });
    if (button) {
      button.disabled = false;
      button.addEventListener("click", () => {
        selects.forEach((select) => {
          select.value = "";
        });
        narrowDown();
      });
    }
    addEventListener("resize", () => {
      if (at >= 0) place();
    });
    close();
    stage.append(layer, note, told);
    // The layer covers the link around the picture, of which a sliver would be left; the bar links to the same file.
    const covered = stage.querySelector("a.image-reference");
    if (covered) covered.tabIndex = -1;
  };
  document.querySelectorAll(".curve-stage").forEach(begin);
})();

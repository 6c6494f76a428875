// Interactive charts.  The page shows a picture; when the library and the chart's definition have come, both from the
// book's own files, the same chart takes the picture's place, with controls.  Text of the chart is never run as code.
(() => {
  "use strict";
  const boxes = [...document.querySelectorAll(".explore")];
  if (!boxes.length) return;

  const asked = new Map();
  const load = (address) => {
    if (!asked.has(address)) {
      const come = new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = address;
        script.onload = resolve;
        script.onerror = () => {
          script.remove();
          asked.delete(address); // the next try asks again
          reject(new Error(`${address} cannot be loaded`));
        };
        document.head.append(script);
      });
      asked.set(address, come);
    }
    return asked.get(address);
  };

  // What the chart says of itself: the words of its text marks named "sentence".
  const findSentence = (item) => {
    if (item.marktype === "text" && item.name?.endsWith("sentence_marks")) {
      return item.items.map((one) => [one.text].flat().join(" ").replaceAll("\n", " ")).join(" ");
    }
    for (const child of item.items ?? []) {
      const found = findSentence(child);
      if (found) return found;
    }
    return "";
  };

  const read = (control, bind) => {
    if (control.type === "checkbox") return control.checked;
    if (control.type === "range") return Number(control.value);
    return bind.options[Number(control.value)];
  };

  const start = async (box) => {
    if (box.dataset.state && box.dataset.state !== "failed") return;
    box.dataset.state = "loading";
    const ended = new AbortController();
    const form = box.querySelector("form");
    const status = box.querySelector(".explore-sentence");
    const stage = box.querySelector(".explore-stage");
    const picture = stage.querySelector("img");
    const live = document.createElement("div");
    live.className = "explore-live";
    try {
      await Promise.all([load(box.dataset.library), load(box.dataset.chart)]);
      const spec = structuredClone(window.scoledgerCharts[box.dataset.id]);
      const binds = {};
      (spec.params ?? []).forEach((param) => {
        if (!param.bind?.input) return;
        binds[param.name] = param.bind;
        delete param.bind;
      });
      stage.append(live);
      const { view } = await window.vegaEmbed(live, spec, {
        actions: false,
        ast: true,
        defaultStyle: false,
        mode: "vega-lite",
        renderer: "svg",
        tooltip: { disableDefaultStyle: true },
      });
      const tell = () => {
        const words = findSentence(view.scenegraph().root);
        const svg = live.querySelector("svg");
        svg.setAttribute("role", "img");
        svg.setAttribute("aria-label", words || picture.alt);
        svg.querySelectorAll(":scope > g").forEach((group) => group.setAttribute("aria-hidden", "true"));
        if (status.textContent !== words) status.textContent = words;
      };
      let pause = 0;
      const apply = async () => {
        for (const control of form?.elements ?? []) {
          if (!binds[control.name] || (control.type === "radio" && !control.checked)) continue;
          view.signal(control.name, read(control, binds[control.name]));
          const written = control.parentElement.querySelector("output");
          if (written) written.textContent = control.value;
        }
        await view.runAsync();
        clearTimeout(pause); // a slider moves through many values: only where it rests is read out
        pause = setTimeout(tell, 200);
      };
      if (form) {
        for (const control of form.elements) control.disabled = false;
        form.addEventListener("input", apply, { signal: ended.signal });
        form.addEventListener("reset", () => setTimeout(apply), { signal: ended.signal });
        form.addEventListener("submit", (event) => event.preventDefault(), { signal: ended.signal });
        await apply();
      }
      tell();
      box.dataset.state = "ready";
    } catch (error) {
      ended.abort();
      for (const control of form?.elements ?? []) control.disabled = true;
      live.remove();
      box.dataset.state = "failed";
      offer(box);
      status.textContent = "The chart could not be made interactive; the picture shows its default view. You can try again.";
      throw error;
    }
  };

  const answer = (box, button) => {
    button.disabled = false;
    button.addEventListener("click", () => {
      start(box).then(() => box.querySelector("form select, form input")?.focus());
    });
  };

  // After a failure a button starts the chart again, also where it began by itself.
  const offer = (box) => {
    let button = box.querySelector(".explore-start");
    if (!button) {
      button = document.createElement("button");
      button.type = "button";
      button.className = "explore-start";
      box.querySelector(".explore-sentence").after(button);
      answer(box, button);
    }
    button.textContent = "Try again";
  };

  const watch = (box) => {
    const button = box.querySelector(".explore-start");
    if (button) {
      answer(box, button);
      return;
    }
    const seen = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        seen.disconnect();
        start(box);
      },
      { rootMargin: "200px" },
    );
    seen.observe(box);
  };

  // Only when the page can be used already.
  const begin = () => boxes.forEach(watch);
  if (document.readyState === "complete") begin();
  else window.addEventListener("load", begin);
})();

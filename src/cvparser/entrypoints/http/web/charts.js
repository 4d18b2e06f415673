/** Charts as SVG, each with the same figures as a table for who does not see it. */

import { draw, make } from "./dom.js";
import { t } from "./words.js";

const titled = (shape, text) => {
  shape.append(draw("title", {}, text));
  return shape;
};

function table(label, head, rows) {
  return make("details", {}, make("summary", { text: t("table_data") }), make("div", { class: "scroll", role: "group", tabindex: "0", "aria-label": label }, make("table", {},
    make("thead", {}, make("tr", {}, ...head.map((text) => make("th", { scope: "col", text })))),
    make("tbody", {}, ...rows.map((row) => make("tr", {}, ...row.map((text, index) => make(index ? "td" : "th", index ? { text } : { text, scope: "row" }))))))));
}

/** A round number that is not below `most`. */
export function ceiling(most) {
  const power = 10 ** Math.floor(Math.log10(Math.max(most, 1)));
  return [1, 2, 5, 10].map((each) => each * power).find((each) => each >= most);
}

/** Stacked columns: `columns` of `{label, values}`, `series` of `{name, kind}`, values in the series' order. */
export function columns(label, series, data) {
  const isSmall = innerWidth < 640;
  const [width, height, left, bottom] = isSmall ? [500, 190, 34, 26] : [1000, 190, 40, 22];
  const most = ceiling(Math.max(...data.map(({ values }) => values.reduce((a, b) => a + b, 0)), 1));
  const y = (value) => (height - bottom) * (1 - value / most) + 12;
  const wide = (width - left) / data.length;
  const svg = draw("svg", { viewBox: `0 0 ${width} ${height + 14}`, role: "img", "aria-label": label, class: "chart" });
  for (const value of [0, most / 2, most]) {
    svg.append(draw("line", { x1: left, x2: width, y1: y(value), y2: y(value), class: "grid" }));
    if (Number.isInteger(value)) svg.append(draw("text", { x: left - 6, y: y(value) + 4, "text-anchor": "end" }, String(value)));
  }
  data.forEach(({ label: when, values }, index) => {
    let below = 0;
    values.forEach((value, kind) => {
      if (!value) return;
      const bar = draw("rect", { x: left + index * wide + 2, width: Math.max(1, wide - 4), y: y(below + value), height: y(below) - y(below + value), rx: 2, class: series[kind].kind });
      svg.append(titled(bar, `${when}: ${series[kind].name} ${value}`));
      below += value;
    });
    if (index % Math.ceil(data.length / (isSmall ? 3 : 6)) === 0) svg.append(draw("text", { x: left + index * wide + 2, y: height + 8 }, when));
  });
  const names = make("ul", { class: "key-of-chart" }, ...series.map(({ name, kind }) => make("li", { class: kind, text: name })));
  return [names, svg, table(label, [t("step_begins"), ...series.map((each) => each.name)], data.map((each) => [each.label, ...each.values.map(String)]))];
}

/** Bars beside their names: rows of `{name, value, shown, kind}`. */
export function bars(rows) {
  const most = Math.max(...rows.map((row) => row.value), Number.MIN_VALUE);
  return make("dl", { class: "bars" }, ...rows.map(({ name, value, shown, kind = "success" }) => {
    const bar = draw("svg", { viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" });
    bar.append(draw("rect", { width: 100, height: 8, class: "rail" }), draw("rect", { width: (100 * value) / most, height: 8, class: kind }));
    return make("div", {}, make("dt", { text: name }), make("dd", {}, make("span", { text: shown }), bar));
  }));
}

/** The pages of a document, drawn from its redacted text: no part of the document's own picture is in them. */

import { draw, make } from "./dom.js";
import { kindOf } from "./seen.js";
import { number, t } from "./words.js";

/** Shares of a line's height: where letters stand, how large they are, and how wide one of a label is. */
const [BASELINE, SIZE, LETTER] = [0.78, 0.82, 0.5];
/** Points of a page's margin that are shown: the rest of it would only make letters smaller. */
const MARGIN = 24;

/** Pages as elements, and where in them each stretch of a fact is. */
export function drawnPages(finder, { pages, words }, withheld, ranges) {
  const blocks = new Map(withheld.map((each) => [each.start, each]));
  const shown = make("div", { class: "pages", tabindex: "0", role: "region", "aria-label": t("seen_pages") });
  const sheets = pages.map((page, index) => {
    const label = t("page_of", { n: number(index + 1), all: number(pages.length) });
    const sheet = draw("svg", { viewBox: shownPart(page, words.filter((word) => word.page === index)), role: "group", "aria-label": label, class: "sheet" });
    shown.append(sheet);
    return sheet;
  });
  const stretches = [];
  for (const word of words) {
    const block = blocks.get(word.start);
    const element = block ? blockOf(word, block) : wordOf(word, finder.characters.slice(word.start, word.end).join(""));
    if (!block && ranges.some((range) => range.start < word.end && word.start < range.end)) stretches.push({ start: word.start, end: word.end, element });
    sheets[word.page].append(element, " ");
  }
  for (const { element } of stretches) element.classList.add("stretch");
  return { shown, stretches };
}

/** The part of a page that words are on. */
function shownPart({ width, height }, words) {
  if (!words.length) return `0 0 ${width} ${height / 8}`;
  const left = Math.min(...words.map((word) => word.left)) - MARGIN;
  const top = Math.min(...words.map((word) => word.top)) - MARGIN;
  const right = Math.max(...words.map((word) => word.left + word.width)) + MARGIN;
  const bottom = Math.max(...words.map((word) => word.top + word.height)) + MARGIN;
  return [left, top, Math.max(right - left, width / 2), bottom - top].map((each) => each.toFixed(1)).join(" ");
}

const boxOf = (word, attributes = {}) => draw("rect", { x: word.left - 1, y: word.top, width: word.width + 2, height: word.height, rx: 1.5, ...attributes });

function wordOf(word, text) {
  const letters = draw("text", { x: word.left, y: word.top + word.height * BASELINE, "font-size": word.height * SIZE, textLength: Math.max(word.width, 0.1), lengthAdjust: "spacingAndGlyphs" }, text);
  return draw("g", { class: "word" }, boxOf(word, { class: "ground" }), letters);
}

function blockOf(word, block) {
  const label = t(`c_${block.category}`);
  const size = Math.min(word.height * 0.7, word.width / (label.length * LETTER + 1));
  const letters = draw("text", { x: word.left + word.width / 2, y: word.top + word.height / 2 + size * 0.35, "font-size": size, "text-anchor": "middle" }, label);
  return draw("g", { class: `block ${kindOf(block.category)}` }, boxOf(word), letters);
}

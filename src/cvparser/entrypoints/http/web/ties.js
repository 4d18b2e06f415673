/** Facts of a profile and the stretches of the document that they stand in: each lights up the other. */

import { t } from "./words.js";

/** Ties `links`, each a fact's `element` and its `range`, to `stretches`, each an `element` with where it begins and ends. */
export function tie(links, stretches, shown) {
  const factsOf = new Map(stretches.map(({ element }) => [element, []]));
  for (const link of links) {
    const own = stretches.filter(({ start, end }) => start < link.range.end && link.range.start < end).map((each) => each.element);
    own.forEach((element) => factsOf.get(element).push(link.element));
    tieFact(link.element, own, shown);
  }
  const lone = stretches.map(({ element }) => element);
  lone.forEach((element, index) => tieStretch(element, factsOf.get(element), (step) => lone[(index + step + lone.length) % lone.length], index === 0));
}

const light = (elements, isOn) => elements.forEach((each) => each.classList.toggle("lit", isOn));

/** Scrolls the pane, not the window, to where an element is seen. */
function reveal(element, pane) {
  const [box, frame] = [element.getBoundingClientRect(), pane.getBoundingClientRect()];
  if (box.top < frame.top || box.bottom > frame.bottom) pane.scrollTop += box.top - frame.top - frame.height / 3;
}

/** A fact lights up its stretches; pressed, it leads to the first. */
function tieFact(fact, own, shown) {
  const set = (isOn) => light([fact, ...own], isOn);
  const enter = () => {
    set(true);
    if (own.length) reveal(own[0], shown);
  };
  // Redrawn, the other pane has new stretches: what was said for the old ones no longer holds.
  fact.onmouseenter = fact.onfocus = enter;
  fact.onmouseleave = fact.onblur = () => set(false);
  fact.onclick = () => own[0]?.focus();
}

/** A stretch lights up its facts; pressed, it leads to the first. Arrows go from stretch to stretch, Tab past all of them. */
function tieStretch(element, facts, beside, isFirst) {
  element.setAttribute("tabindex", isFirst ? "0" : "-1");
  element.setAttribute("role", "button");
  element.setAttribute("aria-label", t("fact_of", { text: element.textContent }));
  const set = (isOn) => light([element, ...facts], isOn);
  const on = (names, act) => names.forEach((name) => element.addEventListener(name, act));
  on(["mouseenter", "focus"], () => set(true));
  on(["mouseleave", "blur"], () => set(false));
  const lead = () => {
    facts[0]?.scrollIntoView({ block: "nearest" });
    facts[0]?.focus();
  };
  element.addEventListener("click", lead);
  element.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) beside(step).focus();
    else if (event.key === "Enter" || event.key === " ") lead();
    else return;
    event.preventDefault();
  });
}

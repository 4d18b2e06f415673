/** The document as a parser sees it, and where in it a fact stands. */

import { make } from "./dom.js";
import { t, words } from "./words.js";

const KINDS = {
  contact: ["email", "phone", "address", "url", "handle"],
  number: ["national_id", "passport", "social_security", "tax_number", "registration", "iban", "plate", "licence"],
  special: ["religion", "ethnicity", "politics", "belief", "membership", "health", "sexual_life", "criminal_record", "biometric", "genetic", "dress"],
  person: ["name", "birth", "age", "photo", "gender", "marital_status", "military", "nationality", "family", "references", "personal", "header"],
};
/** A category in the reader's language; one that the deployment added by its own name. */
const nameOf = (category) => words(`c_${category}`) ?? category.replaceAll("_", " ");
export const kindOf = (category) => Object.keys(KINDS).find((kind) => KINDS[kind].includes(category)) ?? "person";

/** Letters without case and marks, runs of blanks as one, each with where it stands. */
function folded(characters) {
  const letters = [];
  const places = [];
  characters.forEach((character, place) => {
    if (/\s/.test(character)) {
      if (letters.length && letters.at(-1) !== " ") { letters.push(" "); places.push(place); }
      return;
    }
    for (const letter of character.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace("ı", "i")) { letters.push(letter); places.push(place); }
  });
  return { text: letters.join(""), places };
}

const isWord = (letter) => letter !== undefined && /[\p{L}\p{N}]/u.test(letter);

/** Finds facts in a redacted text. */
export class Finder {
  constructor(text) {
    this.characters = Array.from(text);
    this.folded = folded(this.characters);
  }

  /** Where `fact` stands, whole words only; nearest to `near` where it stands often. Null where it does not. */
  find(fact, near = 0) {
    const wanted = folded(Array.from(fact)).text.trim();
    if (!wanted) return null;
    let best = null;
    const { text, places } = this.folded;
    for (let at = text.indexOf(wanted), tries = 0; at >= 0 && tries < 200; at = text.indexOf(wanted, at + 1), tries += 1) {
      const isPart = (isWord(text[at - 1]) && isWord(wanted[0])) || (isWord(text[at + wanted.length]) && isWord(wanted.at(-1)));
      const found = { start: places[at], end: places[at + wanted.length - 1] + 1 };
      if (!isPart && (best === null || Math.abs(found.start - near) < Math.abs(best.start - near))) best = found;
    }
    return best;
  }
}

/** The text as elements: blocks for what was taken out, and a span for each stretch that a fact stands in. */
export function shownText(finder, withheld, ranges) {
  const cuts = new Set([0, finder.characters.length]);
  for (const { start, end } of [...withheld, ...ranges]) { cuts.add(start); cuts.add(end); }
  const borders = [...cuts].sort((a, b) => a - b);
  const blocks = new Map(withheld.map((each) => [each.start, each]));
  const shown = make("div", { class: "document", tabindex: "0", role: "region", "aria-label": t("seen_text") });
  const stretches = [];
  for (let index = 0; index + 1 < borders.length; index += 1) {
    const [start, end] = [borders[index], borders[index + 1]];
    const block = blocks.get(start);
    if (block) {
      shown.append(make("mark", { class: `withheld ${kindOf(block.category)}`, text: nameOf(block.category) }));
      continue;
    }
    const text = finder.characters.slice(start, end).join("");
    if (ranges.some((range) => range.start <= start && end <= range.end)) {
      const element = make("span", { class: "stretch", text });
      stretches.push({ start, end, element });
      shown.append(element);
    } else {
      shown.append(text);
    }
  }
  return { shown, stretches };
}

export function legend(categories) {
  const rows = Object.entries(categories).sort(([, a], [, b]) => b - a);
  if (!rows.length) return make("p", { text: t("seen_nothing") });
  return make("ul", { class: "legend", "aria-label": t("seen_none") }, ...rows.map(([category, n]) =>
    make("li", { class: `withheld ${kindOf(category)}`, text: `${nameOf(category)} × ${n}` })));
}

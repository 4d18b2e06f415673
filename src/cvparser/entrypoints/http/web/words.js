/** The page's words, in the language of who reads it. */

import { en } from "./en.js";
import { tr } from "./tr.js";

const ALL = { en, tr };
const KEPT = "cvparser-language";
const changed = new Set();

function first() {
  let kept = null;
  try { kept = localStorage.getItem(KEPT); } catch { /* storage may be switched off */ }
  const wanted = [kept, ...navigator.languages].filter(Boolean).map((tag) => tag.slice(0, 2).toLowerCase());
  return wanted.find((tag) => tag in ALL) ?? "en";
}

let language = first();

export const lang = () => language;

/** The words under a name, with `{values}` filled in; undefined where there are none. */
export function words(name, values = {}) {
  const found = ALL[language][name] ?? en[name];
  return found?.replace(/\{(\w+)\}/g, (whole, each) => values[each] ?? whole);
}

export const t = (name, values) => words(name, values) ?? name;

/** How the reader's browser writes numbers and times in that language: `en-GB`. */
const locale = () => navigator.languages.find((tag) => tag.toLowerCase().startsWith(language)) ?? language;

/** `n` and a word in the right number: `year` is found under `year_one` and `year_other`. */
export const count = (name, n) => t(`${name}_${new Intl.PluralRules(language).select(n)}`, { n: number(n) });
export const number = (n, options) => new Intl.NumberFormat(locale(), options).format(n);
export const seconds = (s) => t("seconds", { n: number(s, { minimumFractionDigits: 1, maximumFractionDigits: s < 10 ? 2 : 1 }) });
export const percent = (share) => new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: 1 }).format(share);
export const moment = (date, options) => new Intl.DateTimeFormat(locale(), options).format(date);

export function duration(s) {
  const [n, unit] = s >= 172_800 ? [s / 86_400, "day"] : s >= 7_200 ? [s / 3_600, "hour"] : s >= 120 ? [s / 60, "minute"] : [s, "second"];
  return count(unit, Math.round(n));
}

/** `Mar 2019`, or the year alone. */
export function month(date) {
  if (!date) return null;
  return date.month ? moment(new Date(Date.UTC(date.year, date.month - 1, 15)), { year: "numeric", month: "short", timeZone: "UTC" }) : String(date.year);
}

export function months(n) {
  const parts = [[Math.floor(n / 12), "year"], [n % 12, "month"]].filter(([each]) => each > 0);
  return parts.map(([each, unit]) => count(unit, each)).join(" ") || count("month", 0);
}

export function languageName(code, name) {
  try { return new Intl.DisplayNames(language, { type: "language" }).of(code) ?? name; } catch { return name; }
}

export const onLanguage = (act) => changed.add(act);

function apply() {
  document.documentElement.lang = language;
  for (const each of document.querySelectorAll("[data-t]")) each.textContent = t(each.dataset.t);
  for (const each of document.querySelectorAll("[data-t-label]")) each.setAttribute("aria-label", t(each.dataset.tLabel));
  for (const each of document.querySelectorAll("[data-lang]")) each.setAttribute("aria-pressed", String(each.dataset.lang === language));
  for (const act of changed) act();
}

export function speak() {
  for (const each of document.querySelectorAll("[data-lang]")) {
    each.addEventListener("click", () => {
      language = each.dataset.lang;
      try { localStorage.setItem(KEPT, language); } catch { /* as above */ }
      apply();
    });
  }
  apply();
}

/** A profile for people to read. What stands in the document becomes a button that shows where. */

import { make } from "./dom.js";
import { count, languageName, month, months, t, words } from "./words.js";

const LEVELS = ["A1", "A2", "B1", "B2", "C1", "C2", "native"];

const part = (title, ...content) => (content.length ? make("section", { class: "part" }, make("h3", { text: title }), ...content) : null);

function dates(each) {
  const [from, to] = [month(each.start_date), each.is_current ? t("now") : month(each.end_date)];
  return [from, to].filter(Boolean).join(" – ");
}

function entry(fact, title, others, each, description) {
  const when = dates(each);
  const length = each.duration_in_months ? months(each.duration_in_months) : "";
  const near = { at: undefined };
  const first = title ? fact(title, near) : make("span", { text: t("untitled") });
  return make("li", {},
    make("div", { class: "entry" }, make("strong", {}, first), ...others.filter(Boolean).map((other) => make("span", { class: "beside" }, fact(other, near)))),
    when || length ? make("div", { class: "when", text: [when, length].filter(Boolean).join(" · ") }) : null,
    description ? make("p", { class: "told", text: description }) : null);
}

function spoken(fact, each) {
  const level = LEVELS.indexOf(each.fluency);
  const name = each.iso_code ? languageName(each.iso_code, each.name) : each.name;
  const shown = each.fluency === "native" ? t("native") : each.fluency;
  return make("li", {}, fact(each.name, {}, name),
    level < 0 ? null : make("span", { class: "level", text: shown }),
    level < 0 ? null : make("span", { class: "dots", "aria-hidden": "true" }, ...LEVELS.slice(0, 6).map((_, index) => make("i", { class: index <= level ? "on" : "" }))));
}

/** A field that the service adds, whatever its type. */
function shownValue(value) {
  if (Array.isArray(value)) return value.join(", ");
  return value !== null && typeof value === "object" ? month(value) : String(value);
}

/** Returns the elements of a profile; `fact` makes a text, or a button that shows where it stands. */
export function shownProfile(parsed, fact) {
  const { profile, meta, cv_language: language } = parsed;
  const { basics } = profile;
  const about = [
    [t("years_of_work"), basics.total_experience_in_years !== null && count("year", basics.total_experience_in_years)],
    [t("licence"), basics.has_driving_license === null ? null : t(basics.has_driving_license ? "yes" : "no")],
    [t("cv_language"), language && languageName(language, language)],
    [t("parser"), meta.parser],
  ].filter(([, value]) => value);
  const list = (kind, rows) => (rows.length ? [make("ul", { class: kind }, ...rows)] : []);
  const named = Object.entries(profile.own_fields ?? {});
  const own = named.length ? [make("dl", { class: "about" }, ...named.map(([name, value]) =>
    make("div", {}, make("dt", { text: name.replaceAll("_", " ") }), make("dd", { text: shownValue(value) }))))] : [];
  const isEmpty = !basics.profession && ![basics.skills, profile.professional_experiences, profile.education].some((each) => each.length);
  return [
    make("p", { class: "profession" }, basics.profession ? fact(basics.profession) : make("span", { text: t("unknown_profession") })),
    make("dl", { class: "about" }, ...about.map(([name, value]) => make("div", {}, make("dt", { text: name }), make("dd", { text: value })))),
    part(t("warnings"), ...list("notes", meta.warnings.map((code) => make("li", { text: words(`warning_${code}`) ?? code })))),
    isEmpty ? make("p", { class: "notice", text: t("nothing") }) : null,
    part(t("summary"), ...(basics.summary ? [make("p", { class: "told", text: basics.summary })] : [])),
    part(t("experience"), ...(profile.professional_experiences.length ? [make("ol", { class: "timeline" }, ...profile.professional_experiences.map((job) =>
      entry(fact, job.title, [job.company, job.location], job, job.description)))] : [])),
    part(t("education"), ...(profile.education.length ? [make("ol", { class: "timeline" }, ...profile.education.map((school) =>
      entry(fact, school.issuing_organization ?? school.degree, [school.issuing_organization && school.degree, school.field_of_study], school, school.description)))] : [])),
    part(t("skills"), ...list("chips", basics.skills.map((skill) => make("li", {}, fact(skill))))),
    part(t("languages"), ...list("spoken", profile.languages.map((each) => spoken(fact, each)))),
    part(t("certificates"), ...list("plain", profile.trainings_and_certifications.map((each) => make("li", {}, fact(each.description),
      make("span", { class: "when", text: [each.issuing_organization, each.year].filter(Boolean).join(" · ") }))))),
    part(t("awards"), ...list("plain", profile.awards.map((each) => make("li", {}, fact(each.title), make("span", { class: "when", text: [each.description, each.year].filter(Boolean).join(" · ") }))))),
    part(t("projects"), ...list("plain", profile.projects.map((each) => make("li", {}, make("strong", {}, fact(each.title)), each.description ? make("p", { class: "told", text: each.description }) : null)))),
    part(t("own_fields"), ...own),
  ].filter(Boolean);
}


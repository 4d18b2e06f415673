/** A result in other forms. Nothing personal is in any of them: nothing personal is in the result. */

const dated = (date) => (date ? (date.month ? `${date.year}-${String(date.month).padStart(2, "0")}` : String(date.year)) : undefined);
const filled = (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0)));

/** As https://jsonresume.org/schema has it, without the fields that name or reach a person. */
export function jsonResume({ profile, meta }) {
  return filled({
    $schema: "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json",
    basics: filled({ label: profile.basics.profession, summary: profile.basics.summary }),
    work: profile.professional_experiences.map((job) => filled({
      name: job.company, position: job.title, location: job.location, startDate: dated(job.start_date), endDate: dated(job.end_date), summary: job.description })),
    education: profile.education.map((school) => filled({
      institution: school.issuing_organization, area: school.field_of_study, studyType: school.degree, startDate: dated(school.start_date), endDate: dated(school.end_date) })),
    skills: profile.basics.skills.map((name) => ({ name })),
    languages: profile.languages.map((each) => filled({ language: each.name, fluency: each.fluency })),
    certificates: profile.trainings_and_certifications.map((each) => filled({ name: each.description, date: dated(each), issuer: each.issuing_organization })),
    awards: profile.awards.map((each) => filled({ title: each.title, date: dated(each), summary: each.description })),
    projects: profile.projects.map((each) => filled({ name: each.title, description: each.description, startDate: dated(each.start_date), endDate: dated(each.end_date) })),
    meta: { canonical: `cvparser/${meta.parser}` },
  });
}

const plain = (text) => String(text).replace(/[\\`*_{}[\]<>#|]/g, "\\$&").replace(/\s*\n\s*/g, " ");

export function markdown({ profile }, t) {
  const lines = [`# ${plain(profile.basics.profession ?? t("unknown_profession"))}`];
  const section = (title, rows) => rows.length && lines.push("", `## ${title}`, "", ...rows);
  const span = (each) => [dated(each.start_date), each.is_current ? t("now") : dated(each.end_date)].filter(Boolean).join(" – ");
  const row = (...parts) => `- ${parts.filter(Boolean).map(plain).join(", ")}`;
  if (profile.basics.summary) lines.push("", plain(profile.basics.summary));
  section(t("experience"), profile.professional_experiences.flatMap((job) => [row(job.title, job.company, job.location, span(job)), ...(job.description ? [`  ${plain(job.description)}`] : [])]));
  section(t("education"), profile.education.map((each) => row(each.degree, each.field_of_study, each.issuing_organization, span(each))));
  section(t("skills"), profile.basics.skills.map((each) => row(each)));
  section(t("languages"), profile.languages.map((each) => row(each.name, each.fluency)));
  section(t("certificates"), profile.trainings_and_certifications.map((each) => row(each.description, each.issuing_organization, each.year)));
  section(t("awards"), profile.awards.map((each) => row(each.title, each.year, each.description)));
  section(t("projects"), profile.projects.map((each) => row(each.title, each.description)));
  const told = (value) => (Array.isArray(value) ? value.join(", ") : value !== null && typeof value === "object" ? dated(value) : value);
  section(t("own_fields"), Object.entries(profile.own_fields ?? {}).map(([name, value]) => row(`${name.replaceAll("_", " ")}: ${told(value)}`)));
  return `${lines.join("\n")}\n`;
}

/** A cell that a spreadsheet takes for text, whatever it begins with. */
function cell(value) {
  const text = String(value ?? "").replace(/\s+/g, " ");
  const safe = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",;\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csv(results) {
  const head = ["file", "profession", "years", "title", "company", "degree", "school", "skills", "languages", "cv_language", "warnings"];
  const rows = results.map(({ name, parsed: { profile, cv_language: language, meta } }) => {
    const [job, school] = [profile.professional_experiences[0] ?? {}, profile.education[0] ?? {}];
    return [name, profile.basics.profession, profile.basics.total_experience_in_years, job.title, job.company, school.degree, school.issuing_organization,
      profile.basics.skills.join("; "), profile.languages.map((each) => [each.name, each.fluency].filter(Boolean).join(" ")).join("; "), language, meta.warnings.join("; ")];
  });
  // The mark tells spreadsheets that it is UTF-8.
  return `\ufeff${[head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

import type { BatchResultBody } from "./types.ts";

/** A document of a batch. */
export interface Item {
  file: Blob;
  /** Its name, whose ending says what it is; else that of the file. */
  name?: string;
  /** Your own name for it, of letters, digits and any of `_ . : @ + | = / ~ -`; nobody's name. */
  label?: string;
}

/** A line of a batch's results: a profile in `result`, or a code in `error_code`. */
export type ItemResult = BatchResultBody;

/** The form of a batch: its fields first, then its files. */
export function formOf(items: (Blob | Item)[], fields: [string, unknown][]): FormData {
  if (items.length === 0) throw new TypeError("Give at least one document.");
  const form = new FormData();
  for (const [field, value] of fields) form.append(field, String(value));
  for (const each of items) {
    const item: Item = each instanceof Blob ? { file: each } : each;
    const name = item.name ?? ("name" in item.file ? String(item.file.name) : "");
    if (!name) throw new TypeError("Say what the document is called, such as name: 'cv.pdf': its ending says what it is.");
    if (item.label !== undefined) form.append("item", item.label);
    form.append("files", item.file, name);
  }
  return form;
}

/** Texts as lines of JSON, behind a line of the fields that hold for all. */
export function linesOf(texts: string[], fields: [string, unknown][]): string {
  if (texts.length === 0) throw new TypeError("Give at least one text.");
  return [Object.fromEntries(fields), ...texts.map((text) => ({ text }))].map((line) => `${JSON.stringify(line)}\n`).join("");
}

/** What lines of results say. */
export function resultsOf(lines: string): ItemResult[] {
  return lines.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as ItemResult);
}

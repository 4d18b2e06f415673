/** The field for a key, shown where the service asks for one. */

import { SERVICE, keepKey, key } from "./client.js";
import { $ } from "./dom.js";
import { t, words } from "./words.js";

export function useKeyForm(changed) {
  const form = $("key-form");
  form.hidden = !SERVICE.asksForKeys;
  $("key").value = key();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keepKey($("key").value.trim());
    $("key-problem").textContent = "";
    changed();
  });
}

/** Shows what is wrong with the key, where that is what is wrong. */
export function showKeyProblem(error) {
  if (!error.asksForKey) return;
  $("key-form").hidden = false;
  $("key-problem").textContent = problemText(error);
}

/** A problem in words: ours for its code, else the service's. */
export const problemText = (error) => words(`problem_${error.code}`) ?? (error.message || t("problem_unknown"));

/** Webhooks on the dashboard: what they were not told, and telling them once more. */

import { ask } from "./client.js";
import { $, make } from "./dom.js";
import { moment, number, t } from "./words.js";

/** Deliveries of a webhook that are counted; a further one is a plus. */
const MOST = 200;

/** Returns each webhook with what is dead of it; none where there are none, or they are not to be seen. */
export async function hooksNow() {
  let webhooks;
  try {
    ({ webhooks } = await ask("/webhooks"));
  } catch {
    // Without the scope, or on a service that calls nobody, there is nothing to show.
    return [];
  }
  return Promise.all(webhooks.map(async (hook) => ({ hook, dead: await ask(`/webhooks/${hook.id}/deliveries?state=dead&limit=${MOST}`) })));
}

export function drawHooks(found, act) {
  const rows = Array.isArray(found) ? found : [];
  $("hooks-panel").hidden = rows.length === 0;
  if ($("hooks").contains(document.activeElement)) return;
  $("hooks").replaceChildren(
    make("thead", {}, make("tr", {}, ...["hook_address", "hook_dead", "hook_last", "actions"].map((name) => make("th", { scope: "col", text: t(name) })))),
    make("tbody", {}, ...rows.map((row) => rowOf(row, act))));
}

function rowOf({ hook, dead: { deliveries, next } }, act) {
  const name = hook.url ?? t("hook_callbacks");
  const last = deliveries[0];
  const count = `${number(deliveries.length)}${next ? "+" : ""}`;
  return make("tr", {},
    make("th", { scope: "row", text: name }),
    make("td", {}, make("span", { class: deliveries.length ? "status failed" : "status success", text: count })),
    make("td", { text: last ? [moment(new Date(last.tried_at ?? last.ended_at), { dateStyle: "short", timeStyle: "short" }), last.outcome].filter(Boolean).join(" · ") : t("dash") }),
    make("td", {}, deliveries.length > 0 && make("button", { type: "button", text: t("hook_replay"), "aria-label": `${t("hook_replay")}: ${name}`,
      on: { click: () => act(`/webhooks/${hook.id}/replay`, "POST", "said_replayed", { n: count }) } })));
}

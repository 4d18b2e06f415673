"use strict";

/** Where the service is: its origin, and a proxy's prefix perhaps. This script is one folder below. */
const ROOT = new URL("..", document.currentScript.src).href.replace(/\/$/, "");
const API = `${ROOT}/api/v1/parser`;

/** Makes an element; text is set as text, never as markup. */
function make(name, { text, ...attributes } = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  element.append(...children);
  return element;
}

function resolved(spec, schema) {
  const name = schema?.$ref?.split("/").pop();
  return name ? spec.components.schemas[name] : schema;
}

/** What a schema is, in a few words: its type, its bounds, and where it is one of the document's. */
function kind(spec, schema) {
  if (!schema) return "";
  if (schema.$ref) return schema.$ref.split("/").pop();
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants) return variants.map((each) => kind(spec, each)).join(" or ");
  if (schema.enum) return schema.enum.map((each) => JSON.stringify(each)).join(" or ");
  if (schema.const) return JSON.stringify(schema.const);
  const of = schema.items ? ` of ${kind(spec, schema.items)}` : "";
  const bounds = Object.entries({ format: "", pattern: "pattern ", minLength: "from length ", maxLength: "to length ",
    minimum: "from ", maximum: "to " }).filter(([name]) => schema[name] !== undefined).map(([name, word]) => word + schema[name]);
  return [[].concat(schema.type ?? "any").join(" or ") + of, ...bounds].join(", ");
}

function fields(spec, schema) {
  return table(Object.entries(schema.properties ?? {}).map(([name, field]) =>
    [name, kind(spec, field), (schema.required?.includes(name) ? "" : "optional. ") + (field.description ?? "")]));
}

/** A body: its fields, and an example of each of its kinds. */
function bodies(spec, content) {
  return Object.entries(content ?? {}).flatMap(([type, media]) => {
    const schema = resolved(spec, media.schema) ?? {};
    const examples = Object.entries(media.examples ?? {}).map(([name, { value }]) =>
      make("details", { class: "example" }, make("summary", { text: `Example: ${name}` }),
        make("pre", { tabindex: "0", text: typeof value === "string" ? value : JSON.stringify(value, null, 2) })));
    const rows = schema.properties ? [make("div", { class: "wide" }, fields(spec, schema))] : [];
    return [make("p", { class: "about", text: `${type} ${kind(spec, media.schema)}` }), ...rows, ...examples];
  });
}

function headers(spec, answer) {
  return Object.entries(answer.headers ?? {}).map(([name, header]) => {
    const found = header.$ref ? spec.components.headers[header.$ref.split("/").pop()] : header;
    return [name, found.description ?? ""];
  });
}

/** A sentence of the document, with its links. */
function sentence(text) {
  const parts = text.split(/\[`(\w+)`\]\((\/[\w/]+)\)/);
  return parts.flatMap((part, index) => [[part], [make("a", { href: ROOT + parts[index + 1], text: part })], []][index % 3]);
}

function answer(spec, status, found) {
  return make("details", {}, make("summary", {}, make("span", { class: "method", text: status }),
    make("span", { class: "about" }, ...sentence(found.description))),
    make("div", {}, table(headers(spec, found)), ...bodies(spec, found.content)));
}

function table(rows) {
  return make("table", {}, make("tbody", {}, ...rows.map((cells) =>
    make("tr", {}, ...cells.map((cell, column) => make("td", {}, column ? document.createTextNode(cell) : make("code", { text: cell })))))));
}

/** A word as a shell takes it. */
function quoted(text) {
  return /^[\w@.,:/=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** A field of a form; of a file its name is in the example. */
function field(name, value) {
  const file = /^\(bytes of (.+)\)$/.exec(value);
  return `-F ${quoted(`${name}=${file ? `@${file[1]}` : value}`)}`;
}

/** What is sent, as curl sends it: the first example of the first kind of body. */
function sent(operation) {
  const [type, media] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  if (!media) return [];
  const { value } = Object.values(media.examples)[0];
  if (type === "multipart/form-data") {
    return Object.entries(value).flatMap(([name, each]) => [].concat(each).map((one) => field(name, one)));
  }
  return [`-H ${quoted(`Content-Type: ${type}`)}`, `-d ${quoted(JSON.stringify(value))}`];
}

function curl(method, path, operation) {
  const open = !operation.security || operation.security.some((each) => Object.keys(each).length === 0);
  const what = sent(operation);
  const verb = method === (what.length ? "post" : "get") ? [] : [method === "head" ? "-I" : `-X ${method.toUpperCase()}`];
  const key = open ? [] : ['-H "Authorization: Bearer $KEY"'];
  const url = ROOT + path.replace(/\{(\w+)\}/g, (_, name) => name.toUpperCase());
  return ["curl", ...verb, ...key, ...what, url].join(" ");
}

/** An operation: what is asked, and every answer. Of a call that the service makes there is no command. */
function route(spec, method, path, operation, command) {
  const body = make("div", {}, make("p", { text: operation.description ?? "" }));
  if (command) body.append(make("pre", { text: command }));
  const parameters = (operation.parameters ?? []).map((each) =>
    [each.name, kind(spec, each.schema), `in the ${each.in}. ${each.description ?? ""}`]);
  if (parameters.length) body.append(make("h3", { text: "Parameters" }), table(parameters));
  if (operation.requestBody) body.append(make("h3", { text: "Body" }), ...bodies(spec, operation.requestBody.content));
  body.append(make("h3", { text: "Answers" }),
    ...Object.entries(operation.responses ?? {}).map(([status, found]) => answer(spec, status, found)));
  const events = Object.entries(operation["x-events"] ?? {}).map(([name, found]) => [name, kind(spec, found)]);
  if (events.length) body.append(make("h3", { text: "Events" }), table(events));
  return make("details", { class: operation.deprecated ? "deprecated" : "", id: operation.operationId }, make("summary", {},
    make("span", { class: "method", text: method.toUpperCase() }), make("span", { class: "path", text: path }),
    make("span", { class: "about", text: operation.summary ?? "" }), make("code", { text: operation.operationId ?? "" })), body);
}

function schema(spec, [name, found]) {
  const body = found.properties ? fields(spec, found) : make("p", { text: kind(spec, found) });
  return make("details", { id: `schema-${name}` }, make("summary", {}, make("span", { class: "path", text: name }),
    make("span", { class: "about", text: found.description ?? "" })), make("div", { class: "wide" }, body));
}

async function showRoutes() {
  const spec = await (await fetch(`${ROOT}/openapi.json`)).json();
  document.getElementById("description").textContent = spec.info.description;
  const routes = document.getElementById("routes");
  for (const [path, methods] of Object.entries(spec.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      routes.append(route(spec, method, path, operation, curl(method, path, operation)));
    }
  }
  for (const methods of Object.values(spec.webhooks ?? {})) {
    for (const [method, operation] of Object.entries(methods)) routes.append(route(spec, method, "to you", operation));
  }
  document.getElementById("schemas").append(...Object.entries(spec.components.schemas).map((each) => schema(spec, each)));
}

/** What says who asks; the key is kept nowhere but in its field. */
function asking() {
  const key = document.getElementById("key").value.trim();
  return key ? { Authorization: `Bearer ${key}` } : {};
}

function step(text, kind = "") {
  document.getElementById("progress").append(make("li", { text, class: kind }));
}

/** Polls after 1, 2 and 4 seconds, then every 5, for a minute. */
async function ended(jobId) {
  for (let waited = 0, pause = 1; waited < 60; waited += pause, pause = Math.min(pause * 2, 5)) {
    await new Promise((resolve) => setTimeout(resolve, pause * 1000));
    const status = await (await fetch(`${API}/job/${jobId}`, { headers: asking() })).json();
    if (status.code) throw new Error(status.detail);
    step(status.status);
    if (status.status !== "processing") return status;
  }
  throw new Error("No end within a minute; look again later.");
}

async function parse(form) {
  const data = new FormData(form);
  data.append("user_id", "docs");
  data.append("session_id", "docs");
  const submission = await fetch(`${API}/parse-file-async`, { method: "POST", body: data, headers: asking() });
  const answer = await submission.json();
  if (!submission.ok) throw new Error(answer.detail);
  step(`job ${answer.job_id}`);
  const status = await ended(answer.job_id);
  if (status.status === "failed") throw new Error(status.error_message);
  const found = await fetch(`${API}/result/${answer.job_id}`, { headers: asking() });
  const result = await found.json();
  if (!found.ok) throw new Error(result.detail);
  const withheld = Object.entries(result.parsed_data.meta.withheld);
  document.getElementById("withheld").replaceChildren(...withheld.map(([name, count]) =>
    make("span", { text: `${name.replaceAll("_", " ")} × ${count} withheld` })));
  const shown = document.getElementById("result");
  shown.textContent = JSON.stringify(result.parsed_data.profile, null, 2);
  shown.hidden = false;
}

document.getElementById("try").addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = event.target.querySelector("button");
  button.disabled = true;
  document.getElementById("progress").replaceChildren();
  document.getElementById("withheld").replaceChildren();
  document.getElementById("result").hidden = true;
  try {
    await parse(event.target);
  } catch (error) {
    step(error.message, "bad");
  } finally {
    button.disabled = false;
  }
});

showRoutes();

// What the strictest reader of YAML 1.2 that we know says of texts.
//
//   node yaml_errors.mjs < texts.json      a list of texts; prints a list of [codes of its errors, its data as JSON]
import { readFileSync } from "node:fs";
import { parseDocument } from "yaml";

const told = JSON.parse(readFileSync(0, "utf8")).map((text) => {
  const document = parseDocument(text, { version: "1.2", strict: true, uniqueKeys: true });
  const codes = document.errors.map((error) => error.code);
  try {
    return [codes, codes.length ? "" : JSON.stringify(document.toJS())];
  } catch (error) {
    return [[error.name], ""]; // an alias of nothing
  }
});
console.log(JSON.stringify(told));

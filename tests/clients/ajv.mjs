// Validates data against JSON Schemas with ajv, in its strict mode, and prints every error.
//
//   node ajv.mjs < job.json
//
// job.json: {"dialect": "2020-12" | "7", "schemas": DIR, "records": [{"name", "schema", "data"}]}
// `schema` is a file name in DIR. Every schema of DIR is added first, so references between them resolve by `$id`,
// and nothing is ever fetched. Prints {errors: {name: [{path, keyword, missing, message}]}, schemas: {file: reason}}:
// `path` is the list of keys to the value, `schemas` names those that ajv itself refuses.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import Ajv7 from "ajv";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const job = JSON.parse(readFileSync(0, "utf8"));
const Ajv = job.dialect === "7" ? Ajv7.default : Ajv2020.default;
// strictTypes and strictRequired want `type` repeated inside every if/then, which only lengthens a schema.
const ajv = new Ajv({ allErrors: true, strict: true, strictTypes: false, strictRequired: false, verbose: false });
addFormats.default(ajv);

// Annotations of our own begin with `x-`; in strict mode ajv refuses words that it has not been told of.
function annotations(node) {
  if (node === null || typeof node !== "object") return [];
  const own = Array.isArray(node) ? [] : Object.keys(node).filter((key) => key.startsWith("x-"));
  return [...own, ...Object.values(node).flatMap(annotations)];
}

const parts = (pointer) =>
  pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));

const files = readdirSync(job.schemas).filter((name) => name.endsWith(".json"));
const loaded = Object.fromEntries(files.map((name) => [name, JSON.parse(readFileSync(join(job.schemas, name), "utf8"))]));
ajv.addVocabulary([...new Set(annotations(loaded))]);
for (const [name, schema] of Object.entries(loaded)) ajv.addSchema(schema, schema.$id ?? name);

const refused = {};
const validators = {};
for (const [name, schema] of Object.entries(loaded)) {
  try {
    validators[name] = ajv.getSchema(schema.$id ?? name);
  } catch (error) {
    refused[name] = error.message;
  }
}

const errors = {};
for (const { name, schema, data } of job.records) {
  const validate = validators[schema];
  if (!validate) continue;
  validate(data);
  errors[name] = (validate.errors ?? []).map((error) => ({
    path: parts(error.instancePath),
    keyword: error.keyword,
    missing: error.params.missingProperty ?? error.params.additionalProperty ?? null,
    message: error.message,
  }));
}
process.stdout.write(JSON.stringify({ errors, schemas: refused }));

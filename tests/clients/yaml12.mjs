// Reads records with two parsers of others and prints what they see, so that tests can hold our reader against them.
//
//   node yaml12.mjs < list.json      list.json: ["/path/to/record.md", ...]
//
// Prints {path: {yaml, error, matter: {keys, body, error}}}. `yaml` is the front matter by the YAML 1.2 core
// schema (package `yaml`); `matter` is what gray-matter sees, the reader behind many note-taking programs. Its
// YAML is version 1.1, so only its keys and its body are printed: 14:30 would be 870 there.
import { readFileSync } from "node:fs";
import matter from "gray-matter";
import { parseDocument } from "yaml";

// The first line is the fence; the front matter ends at the next line that is a fence.
function frontMatter(text) {
  const found = /^---[ \t]*\n([\s\S]*?)^(?:---|\.\.\.)[ \t]*$/m.exec(text);
  if (!found || found.index !== 0) throw new Error("no front matter");
  return found[1];
}

function byYaml12(text) {
  const document = parseDocument(frontMatter(text), { version: "1.2", uniqueKeys: true, strict: true });
  if (document.errors.length) throw document.errors[0];
  return document.toJS();
}

// gray-matter keeps a cache by text and leaves the data of a failed parse in it; options switch the cache off.
function byGrayMatter(text) {
  const read = matter(text, {});
  return { keys: Object.keys(read.data), body: read.content };
}

function attempt(reader, text) {
  try {
    return [reader(text), null];
  } catch (error) {
    return [null, String(error.message).split("\n")[0]];
  }
}

const seen = {};
for (const path of JSON.parse(readFileSync(0, "utf8"))) {
  const text = readFileSync(path, "utf8");
  const [yaml, error] = attempt(byYaml12, text);
  const [read, refused] = attempt(byGrayMatter, text);
  seen[path] = { yaml, error, matter: { ...read, error: refused } };
}
process.stdout.write(JSON.stringify(seen));

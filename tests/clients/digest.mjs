// The content digest of a record once more, written from docs/reference/digest.md alone and sharing nothing with ours.
//
//   node digest.mjs < jobs.json      jobs.json: [{text}, ..., {content, first}, ...]; prints a list of digests
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { isAlias, isMap, isSeq, parseDocument } from "yaml";

const sha256 = (...parts) => createHash("sha256").update(parts.join("\0"), "utf8").digest("hex");
const quote = (text) => JSON.stringify(text.normalize("NFC"));
const bytewise = (a, b) => Buffer.compare(Buffer.from(a, "utf8"), Buffer.from(b, "utf8"));

// Members of a map, [name, JSON of the value], in the one order.
const object = (pairs) =>
  `{${pairs.sort((a, b) => bytewise(a[0], b[0])).map(([name, value]) => `${quote(name)}:${value}`).join(",")}}`;

function number(digits) {
  if (!digits.includes(".")) return BigInt(digits).toString();
  const [mantissa, exponent] = String(Math.abs(Number(digits))).split("e");
  const [whole, fraction = ""] = mantissa.split(".");
  const point = whole.length + Number(exponent ?? 0);
  const all = (whole + fraction).padEnd(point, "0").padStart(whole.length + fraction.length + Math.max(0, 1 - point), "0");
  const cut = Math.max(point, 1);
  const plain = all.slice(cut) ? `${all.slice(0, cut)}.${all.slice(cut)}` : all;
  return Number(digits) < 0 ? `-${plain}` : plain;
}

function json(node) {
  if (node === null) return "null";
  if (isAlias(node) || node.anchor || node.tag) throw new Error("no digest");
  if (isMap(node)) return object(node.items.map((pair) => [pair.key.value.normalize("NFC"), json(pair.value)]));
  if (isSeq(node)) return `[${node.items.map(json).join(",")}]`;
  if (node.type !== "PLAIN") return quote(node.value);
  if (["", "~", "null"].includes(node.value)) return "null";
  if (["true", "false"].includes(node.value)) return node.value;
  return /^-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,32})?$/.test(node.value) ? number(node.value) : quote(node.value);
}

function content(file) {
  const text = file.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
  const [whole, front] = /^---[ \t]*\n([\s\S]*?)^---[ \t]*(?:\n|$(?![\s\S]))/m.exec(text) ?? [];
  if (front === undefined || !text.startsWith(whole)) return null;
  const document = parseDocument(front, { schema: "failsafe", uniqueKeys: true });
  if (document.errors.length) return null;
  document.contents.items = document.contents.items.filter((pair) => !["signatures", "addenda"].includes(pair.key.value));
  const lines = text.slice(whole.length).split("\n").map((line) => line.replace(/[ \t]+$/, ""));
  const body = lines.join("\n").replace(/^\n+|\n+$/g, "").normalize("NFC");
  return `caseload-v1:${sha256("caseload-sig-v1", json(document.contents), body)}`;
}

function digest(job) {
  try {
    if ("text" in job) return content(job.text);
    const first = object(Object.entries(job.first).map(([name, text]) => [name, quote(text)]));
    return `caseload-co-v1:${sha256("caseload-cosig-v1", job.content, first)}`;
  } catch (error) {
    if (error.message === "no digest") return null;
    throw error;
  }
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(digest)));

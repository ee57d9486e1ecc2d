// What Material's script expects to find: a place in the browser's storage that belongs to this site
// alone (two sites of one disk must not share it), and reading and writing there. Only colours are ever
// kept, and only when somebody chose them: else a system that turns dark at night would be overruled.
let chosen = false;
addEventListener("change", (event) => { chosen ||= event.target.name === "__palette"; }, true);
var __md_scope = new URL("..", document.currentScript.src);
var __md_hash = (text) => text.length;
var __md_get = (key, store = localStorage, scope = __md_scope) => {
  try { return JSON.parse(store.getItem(`${scope.pathname}.${key}`)); } catch { return null; }
};
var __md_set = (key, value, store = localStorage, scope = __md_scope) => {
  if (key === "__palette" && !chosen) return;
  try { store.setItem(`${scope.pathname}.${key}`, JSON.stringify(value)); } catch { /* storage is off */ }
};

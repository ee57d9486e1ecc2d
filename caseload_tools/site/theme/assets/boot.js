// What Material's script expects to find: a place in the browser's storage that belongs to this site
// alone (two sites of one disk must not share it), and reading and writing there. Only the chosen
// colours are ever kept.
var __md_scope = new URL("..", document.currentScript.src);
var __md_hash = (text) => text.length;
var __md_get = (key, store = localStorage, scope = __md_scope) => {
  try { return JSON.parse(store.getItem(`${scope.pathname}.${key}`)); } catch { return null; }
};
var __md_set = (key, value, store = localStorage, scope = __md_scope) => {
  try { store.setItem(`${scope.pathname}.${key}`, JSON.stringify(value)); } catch { /* storage is off */ }
};

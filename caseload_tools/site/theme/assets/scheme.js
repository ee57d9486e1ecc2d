// The colours kept from last time, or those of the system, before anything is painted.
{
  const kept = __md_get("__palette")?.color;
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  document.body.dataset.mdColorScheme = kept?.scheme ?? (dark ? "slate" : "default");
}

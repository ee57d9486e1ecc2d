// Sorting, filtering, keys. Every page is complete without this file: it only reads `data-*` of rows
// that are already there, and adds buttons to headings that are already there.
(() => {
  "use strict";
  const all = (what, where = document) => [...where.querySelectorAll(what)];

  // Sort: a button in each heading that has a kind of value; `data-v` on a cell is its sort key.
  all("table[data-sort]").forEach((table) => {
    const body = table.tBodies[0];
    const heads = [...table.tHead.rows[0].cells];
    const key = (row, column) => row.cells[column].dataset.v ?? row.cells[column].textContent.trim();
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.onclick = () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const rows = [...body.rows].sort((a, b) => {
          const [x, y] = [key(a, column), key(b, column)];
          if (x === "" || y === "") return (x === "") - (y === "");
          const order = isNaN(x) || isNaN(y) ? x.localeCompare(y) : x - y;
          return down ? -order : order;
        });
        body.append(...rows);
      };
    });
    table.caption?.append(" Choose a heading to sort.");
  });

  // Filter: the choice stands in the address, so that a filtered list can be kept.
  all("form.filter").forEach((form) => {
    const rows = [...document.getElementById(form.dataset.of).tBodies[0].rows];
    const shown = form.querySelector("output");
    const fields = all("select", form);
    const apply = (keep) => {
      const chosen = fields.filter((field) => field.value);
      let count = 0;
      rows.forEach((row) => {
        row.hidden = !chosen.every((field) => (row.dataset[field.name] ?? "").split(" ").includes(field.value));
        count += row.hidden ? 0 : 1;
      });
      shown.textContent = `${count} of ${rows.length} ${form.dataset.noun} shown`;
      if (keep) {
        const words = chosen.map((field) => `${field.name}=${encodeURIComponent(field.value)}`).join("&");
        history.replaceState(null, "", words ? "#" + words : location.pathname.split("/").pop() || "index.html");
      }
    };
    const read = () => {
      const wanted = new URLSearchParams(location.hash.slice(1));
      fields.forEach((field) => { field.value = wanted.get(field.name) ?? ""; if (field.selectedIndex < 0) field.value = ""; });
      apply(false);
    };
    form.hidden = false;
    form.onchange = () => apply(true);
    form.onreset = () => setTimeout(() => apply(true));
    form.onsubmit = (event) => event.preventDefault();
    addEventListener("hashchange", read);
    read();
  });

  // A link to a note opens it; printing opens all of them.
  const open = () => {
    const place = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (place?.nextElementSibling?.matches("details.entry")) place.nextElementSibling.open = true;
    if (place) place.scrollIntoView();
  };
  addEventListener("hashchange", open);
  if (location.hash.length > 1) open();
  addEventListener("beforeprint", () => all(".cl details").forEach((note) => { note.open = true; }));

  // Keys, off inside fields. `/` belongs to Material's search.
  let before = "";
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
    const step = { j: 1, k: -1 }[event.key];
    if (before === "g") document.querySelector(`.cl-tabs [data-key="${CSS.escape(event.key)}"]`)?.click();
    else if (event.key === "?") { const keys = document.querySelector(".keys"); keys.open = true; keys.querySelector("summary").focus(); }
    else if (step) {
      const rows = all(".due .what a, .days .what a, tbody th a, .entry > summary").filter((row) => row.offsetParent);
      const here = rows.indexOf(document.activeElement);
      rows[here < 0 ? 0 : here + step]?.focus();
    }
    before = event.key;
  });
})();

// Comfort only; every page works without it.
(() => {
  // Served over http, "/2020/index.html" and "/2020/" are one page: show the shorter address.
  if (/^https?:$/.test(location.protocol) && location.pathname.endsWith("/index.html")) {
    history.replaceState(history.state, "", location.pathname.slice(0, -10) + location.search + location.hash);
  }
  // While a headline of a list has the focus, j and k move to the next and the previous one.
  document.addEventListener("keydown", (event) => {
    const step = { j: 1, k: -1 }[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    const here = event.target.closest?.(".entry");
    if (!here) return;
    const entries = [...document.querySelectorAll(".entry")];
    entries[entries.indexOf(here) + step]?.querySelector(".entry-title a").focus();
  });
})();

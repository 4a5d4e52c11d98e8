(function () {
"use strict";
const View = window.RsAttentionView;
delete window.RsAttentionView;

// A notebook may hold several reports, and none of them alone.
document.querySelectorAll(".rs-report:not([data-ready])").forEach(function (root) {
  root.dataset.ready = "";
  const views = Array.from(root.querySelectorAll(".rs-view"), function (element) { return new View(element); });
  const button = root.querySelector(".rs-theme");
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  let theme = null; // the reader's choice; until there is one, the system's holds

  function show() {
    const dark = theme ? theme === "dark" : system.matches;
    if (theme) root.dataset.theme = theme;
    button.textContent = dark ? "Light" : "Dark";
    button.setAttribute("aria-label", "Switch to " + (dark ? "light" : "dark") + " colours");
    views.forEach(function (view) { view.recolour(); });
  }

  button.hidden = false;
  button.addEventListener("click", function () {
    theme = (theme ? theme === "dark" : system.matches) ? "light" : "dark";
    show();
  });
  system.addEventListener("change", show);
  show();

  // What scrolls has to be reached by keyboard, and what doesn't is no stop on the way.
  const sizes = new ResizeObserver(function (entries) {
    entries.forEach(function (entry) {
      const box = entry.target;
      const scrolls = box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight;
      if (scrolls) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    });
  });
  root.querySelectorAll(".rs-scroll, .rs-canvas").forEach(function (box) { sizes.observe(box); });

  // In a frame made of a text (srcdoc), a link to an anchor would load the page around it, and in a notebook
  // it would lead away. A page of its own keeps the place in its address, for Back.
  const alone = window === window.top && root.parentElement === document.body;
  root.addEventListener("click", function (event) {
    if (alone || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target.closest('a[href^="#"]');
    const target = link && root.querySelector(link.getAttribute("href"));
    if (!target) return;
    event.preventDefault();
    target.scrollIntoView();
    target.focus({preventScroll: true});
  });
});
})();

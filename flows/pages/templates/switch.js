(function () {
  var root = document.documentElement, title = document.querySelector("head > title");
  var english = document.getElementById("lang-en"), opened = [];
  function choose() {
    root.lang = english.checked ? "en" : "th";
    document.title = title.dataset[root.lang];
    try { localStorage.setItem("perd-report-language", root.lang); } catch (refused) { /* only remembering fails */ }
  }
  try { if (localStorage.getItem("perd-report-language") === "en") english.checked = true; } catch (refused) { /* Thai */ }
  choose();
  document.getElementById("language").addEventListener("change", choose);
  addEventListener("beforeprint", function () {
    opened = Array.prototype.slice.call(document.querySelectorAll("details:not([open])"));
    opened.forEach(function (part) { part.open = true; });
  });
  addEventListener("afterprint", function () { opened.forEach(function (part) { part.open = false; }); });
})();

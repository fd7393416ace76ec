(function () {
  "use strict";
  // On a narrow screen the cell that is meant may lie beyond the edge of its box.
  function bring(box) {
    var meant = box.querySelector(".meant");
    if (meant) box.scrollLeft = meant.offsetLeft - (box.clientWidth - meant.offsetWidth) / 2;
  }
  document.querySelectorAll(".window").forEach(function (part) {
    var box = part.querySelector(".sheet");
    if (part.open) bring(box);
    part.addEventListener("toggle", function () { if (part.open) bring(box); });
  });
})();

(function () {
  "use strict";
  var form = document.getElementById("find");
  if (!form) return;
  var asked = document.getElementById("find-text"), said = document.getElementById("find-said");
  var agencies = Array.prototype.slice.call(document.querySelectorAll("section.agency"));
  function told(th, en) {
    said.replaceChildren.apply(said, [["th", th], ["en", en]].map(function (pair) {
      var part = document.createElement("span");
      part.className = part.lang = pair[0];
      part.textContent = pair[1];
      return part;
    }));
  }
  function find() {
    var words = asked.value.trim().toLowerCase().split(/\s+/), found = 0, all = 0;
    agencies.forEach(function (agency) {
      var here = 0;
      agency.querySelectorAll("tbody tr").forEach(function (row) {
        var fits = words.every(function (word) { return row.dataset.name.indexOf(word) >= 0; });
        row.hidden = !fits;
        here += fits;
        all += 1;
      });
      agency.hidden = !here;
      found += here;
    });
    if (!words[0]) said.replaceChildren();
    else if (found) told("พบ " + found + " จาก " + all + " ชุดข้อมูล", found + " of " + all + " datasets found");
    else told("ไม่พบชุดข้อมูลที่ตรงกับคำค้น", "No dataset matches");
  }
  asked.addEventListener("input", find);
  form.addEventListener("submit", function (event) { event.preventDefault(); find(); });
  form.hidden = false;
})();

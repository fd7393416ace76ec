(function () {
  "use strict";
  var AT_ONCE = 10, PAUSE_MS = 150, VALUE = /\ue000/g, CELL = /\ue001/g;
  var form = document.getElementById("search");
  if (!form || typeof DecompressionStream === "undefined") return;
  var loading = null, data = null;

  // --- the findings, unpacked when they are asked for the first time ---------------------------------------------

  function load() {
    loading = loading || unpacked().then(function (table) {
      data = table;
      data.of = [];
      data.rule.forEach(function (rule, number) { (data.of[rule] = data.of[rule] || []).push(number); });
      var tables = {};
      data.columns.forEach(function (column) { if (column[0] !== null) tables[text(column[0]) + "\n" + text(column[1])] = 1; });
      data.severalTables = Object.keys(tables).length > 1;
      return data;
    });
    return loading;
  }
  function unpacked() {
    var packed = atob(JSON.parse(document.getElementById("findings-data").textContent).gzip);
    var bytes = new Uint8Array(packed.length);
    for (var i = 0; i < packed.length; i++) bytes[i] = packed.charCodeAt(i);
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).json();
  }
  function english() { return document.documentElement.lang === "en"; }
  function text(shown) { return shown === null || shown === undefined ? "" : Array.isArray(shown) ? shown.join("") : shown; }
  function letters(column) {
    var name = "";
    for (; column > 0; column = Math.floor((column - 1) / 26)) name = String.fromCharCode(65 + (column - 1) % 26) + name;
    return name;
  }
  function cellOf(number) {
    var column = data.columns[data.column[number]][2], row = data.row[number];
    return column && row ? letters(column) + row : "";
  }
  function valueOf(number) { return data.value[number] === null ? null : data.texts[data.value[number]]; }
  function sentence(list, number) {
    var told = data.texts[list[number]];
    if (Array.isArray(told)) return told;
    var value = text(valueOf(number)), cell = cellOf(number);
    return told.replace(CELL, function () { return cell; }).replace(VALUE, function () { return value; });
  }

  // --- one row of a table, as the page itself has them; every text is set as text, never as markup -----------------

  function made(tag, attributes, children) {
    var element = document.createElement(tag);
    Object.keys(attributes || {}).forEach(function (name) { element.setAttribute(name, attributes[name]); });
    (children || []).forEach(function (child) { element.append(child); });
    return element;
  }
  function pieces(shown) {
    if (!Array.isArray(shown)) return [shown];
    return shown.map(function (piece, n) { return n % 2 ? made("span", { class: "sign" }, [piece]) : piece; });
  }
  function named(shown) { return made("bdi", { lang: "th", translate: "no" }, pieces(shown)); }
  function both(th, en) {
    return [made("span", { class: "th", lang: "th" }, pieces(th)), made("span", { class: "en", lang: "en" }, pieces(en))];
  }
  // Live regions hold the chosen language only: what is hidden beside it may still be read out.
  var regions = [];
  function tell(region, th, en) {
    if (regions.indexOf(region) < 0) regions.push(region);
    region.told = { th: th, en: en };
    inLanguage(region);
  }
  function inLanguage(region) { region.textContent = region.told[english() ? "en" : "th"]; }
  function small(children) { return made("span", { class: "small" }, children); }
  function where(number) {
    var place = data.columns[data.column[number]], row = data.row[number], cell = cellOf(number);
    if (cell) return [made("strong", { class: "cell" }, [cell]), made("span", { class: "small together" },
      both("แถว " + count(row) + " คอลัมน์ " + letters(place[2]), "Row " + count(row) + " column " + letters(place[2])))];
    if (row) return [made("strong", {}, both("แถว " + count(row), "Row " + count(row)))];
    if (place[2]) return [made("strong", {}, both("คอลัมน์ " + letters(place[2]), "Column " + letters(place[2])))];
    return [made("strong", {}, place[0] === null ? both("ทั้งชุดข้อมูล", "Whole dataset") : both("ทั้งแฟ้ม", "Whole file"))];
  }
  function rowOf(number, show) {
    var place = data.columns[data.column[number]], value = valueOf(number), standing = data.standing[number];
    var head = [place[3] ? named(place[3]) : made("span", { class: "none" }, ["—"])];
    if (show.places && place[1]) head.push(small(both("แผ่นงาน ", "Sheet ").concat([named(place[1])])));
    if (show.places && place[0]) head.push(small([named(place[0])]));
    var told = both(sentence(data.th, number), sentence(data.en, number));
    if (show.fixes) told.push(small(both("วิธีแก้: ", "Fix: ").concat(both(sentence(data.fix_th, number), sentence(data.fix_en, number)))));
    if (show.rule) told.push(small([ruleLink(data.rule[number])]));
    if (standing !== null || data.why[number] !== null) told.push(small(reasons(number, standing)));
    var cells = [made("th", { scope: "row", role: "rowheader" }, where(number)), made("td", { role: "cell", class: "header-cell" }, head)];
    if (show.values) cells.push(made("td", { role: "cell", class: "value-cell" }, [
      value === null ? made("span", { class: "none" }, ["—"])
        : value === "" ? made("span", { class: "none" }, both("(เซลล์ว่าง)", "(empty)"))
        : made("bdi", { class: "value", translate: "no" }, pieces(value))]));
    cells.push(made("td", { role: "cell" }, told));
    return made("tr", { role: "row" }, cells);
  }
  function reasons(number, standing) {
    var told = [];
    if (standing !== null) told.push(document.querySelector("#standing-words .tag:nth-child(" + (standing + 1) + ")").cloneNode(true), " ");
    if (data.why[number] !== null) told.push(named(data.texts[data.why[number]]));
    return told;
  }
  function ruleLink(rule) {
    return document.querySelectorAll(".summary tbody a")[rule].cloneNode(true);
  }
  function count(n) { return n.toLocaleString("en-US"); }

  // --- pages of ten -----------------------------------------------------------------------------------------------

  function Pager(box, table, show, first) {
    var body = table.tBodies[0], parts = box, page = 0, list = [], total = 0;
    var field = parts.querySelector(".at"), back = parts.querySelector(".back"), on = parts.querySelector(".on");
    function pages() { return Math.max(1, Math.ceil(list.length / AT_ONCE)); }
    function draw() {
      var from = page * AT_ONCE, rows = page === 0 && first ? first
        : list.slice(from, from + AT_ONCE).map(function (number) { return rowOf(number, show); });
      body.replaceChildren.apply(body, rows);
      field.value = page + 1;
      field.max = pages();
      parts.querySelector(".pages").textContent = count(pages());
      back.setAttribute("aria-disabled", page === 0);
      on.setAttribute("aria-disabled", page + 1 >= pages());
      var to = Math.min(from + AT_ONCE, list.length), cut = list.length < total;
      tell(parts.querySelector(".said"),
        "แสดงจุดที่ " + count(from + 1) + "-" + count(to) + " จาก " + count(total) + " จุด" + (cut ? " (หน้านี้มี " + count(list.length) + " จุดแรก)" : ""),
        "Showing " + count(from + 1) + "-" + count(to) + " of " + count(total) + (cut ? " (this page has the first " + count(list.length) + ")" : ""));
    }
    function go(to) {
      to = Math.min(Math.max(0, to), pages() - 1);
      if (to !== page) { page = to; draw(); } else field.value = page + 1;
    }
    back.addEventListener("click", function () { ready(function () { go(page - 1); }); });
    on.addEventListener("click", function () { ready(function () { go(page + 1); }); });
    field.addEventListener("change", function () { ready(function () { go((parseInt(field.value, 10) || 1) - 1); }); });
    field.addEventListener("keydown", function (event) {
      if (event.key === "Enter") { event.preventDefault(); field.dispatchEvent(new Event("change")); }
    });
    var ready = function (then) { then(); };
    return {
      fill: function (numbers, all) { list = numbers; total = all; page = 0; draw(); parts.hidden = false; },
      clear: function () {
        list = []; total = 0; page = 0;
        body.replaceChildren();
        tell(parts.querySelector(".said"), "", "");
        parts.hidden = true;
      },
      before: function (loader) { ready = loader; },
      first: function () { if (page !== 0) { var was = page; page = 0; draw(); return function () { page = was; draw(); }; } return null; }
    };
  }

  var pagers = [];
  document.querySelectorAll(".pages-of[data-rule]").forEach(function (box) {
    var rule = Number(box.dataset.rule), all = Number(box.dataset.total), table = box.querySelector("table.found");
    var show = { places: "places" in box.dataset, fixes: "fixes" in box.dataset, values: !table.classList.contains("no-values") };
    var parts = box.querySelector(".pager"), counted = Number(box.dataset.carried), filled = false;
    if (counted <= AT_ONCE) return;
    var pager = Pager(parts, table, show, Array.prototype.slice.call(table.tBodies[0].rows));
    parts.querySelector(".pages").textContent = count(Math.ceil(counted / AT_ONCE));
    parts.querySelector(".back").setAttribute("aria-disabled", true);
    pager.before(function (then) {
      load().then(function () { if (!filled) { filled = true; pager.fill(data.of[rule], all); } then(); });
    });
    parts.hidden = false;
    box.classList.add("paged");
    pagers.push(pager);
  });

  // --- search -----------------------------------------------------------------------------------------------------

  var asked = document.getElementById("search-text"), ofRule = document.getElementById("search-rule");
  var ofColumn = document.getElementById("search-column"), said = document.getElementById("search-said");
  var found = document.getElementById("search-found"), prepared = {}, waiting = 0, turn = 0;
  var show = { values: true, rule: true }, results = Pager(found.querySelector(".pager"), found.querySelector("table"), show, null);

  function haystack() {
    var language = english() ? "en" : "th";
    prepared[language] = prepared[language] || data.rule.map(function (_, number) {
      var place = data.columns[data.column[number]];
      return [cellOf(number), text(place[3]), text(place[1]), text(valueOf(number)), text(sentence(data[language], number))].join("\n").toLowerCase();
    });
    return prepared[language];
  }
  function nothing() { found.hidden = true; results.clear(); }
  function search() {
    var words = asked.value.trim().toLowerCase(), rule = ofRule.value, column = ofColumn.value, mine = ++turn;
    if (!words && rule === "" && column === "") { nothing(); tell(said, "", ""); return; }
    load().then(function () {
      if (mine !== turn) return;
      var heap = words ? haystack() : null, hits = [];
      for (var n = 0; n < data.rule.length; n++) {
        if (rule !== "" && data.rule[n] !== Number(rule)) continue;
        if (column !== "" && data.column[n] !== Number(column)) continue;
        if (heap && heap[n].indexOf(words) < 0) continue;
        hits.push(n);
      }
      var all = count(data.rule.length);
      if (!hits.length) {
        nothing();
        tell(said, "ไม่พบจุดที่ตรงกับคำค้นใน " + all + " จุด", "None of " + all + " matches");
        return;
      }
      tell(said, "พบ " + count(hits.length) + " จาก " + all + " จุด", count(hits.length) + " of " + all + " found");
      found.hidden = false;
      show.places = data.severalTables;
      results.fill(hits, hits.length);
    });
  }
  function soon() { clearTimeout(waiting); waiting = setTimeout(search, PAUSE_MS); }
  function options() {
    form.querySelectorAll("option[data-en]").forEach(function (option) {
      option.dataset.th = option.dataset.th || option.textContent;
      option.textContent = english() ? option.dataset.en : option.dataset.th;
    });
  }
  form.addEventListener("submit", function (event) { event.preventDefault(); clearTimeout(waiting); search(); });
  form.addEventListener("reset", function () { setTimeout(function () { search(); asked.focus(); }, 0); });
  asked.addEventListener("input", soon);
  asked.addEventListener("focus", load, { once: true });
  ofRule.addEventListener("change", search);
  ofColumn.addEventListener("change", search);
  document.getElementById("language").addEventListener("change", function () {
    options();
    regions.forEach(inLanguage);
    if (!found.hidden || asked.value) soon();
  });
  options();
  form.hidden = false;

  // --- on paper: the first page of each table ---------------------------------------------------------------------

  var again = [];
  addEventListener("beforeprint", function () { again = pagers.map(function (pager) { return pager.first(); }).filter(Boolean); });
  addEventListener("afterprint", function () { again.forEach(function (back) { back(); }); });
})();

// Finds entries by words in the index beside the page. No script from elsewhere, nothing sent anywhere.
(function () {
  "use strict";
  var script = document.currentScript;
  var words = (new URLSearchParams(location.search).get("q") || "").trim();
  var box = document.getElementById("q");
  var list = document.getElementById("found");
  var told = document.getElementById("told");
  box.value = words;
  function look(text) {
    var wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
    list.textContent = "";
    if (!wanted.length) { told.textContent = ""; return; }
    var hits = (window.XIEZUO_INDEX || []).filter(function (one) {
      var whole = one.join(" ").toLowerCase();
      return wanted.every(function (word) { return whole.indexOf(word) >= 0; });
    });
    told.textContent = hits.length ? script.dataset.some.replace("{n}", hits.length) : script.dataset.none;
    hits.slice(0, 200).forEach(function (one) {
      var item = document.createElement("li");
      var link = document.createElement("a");
      link.href = one[0];
      link.textContent = one[1];
      item.appendChild(link);
      item.appendChild(document.createTextNode(" " + one.slice(2).filter(Boolean).join(" · ")));
      list.appendChild(item);
    });
  }
  box.addEventListener("input", function () { look(box.value); });
  look(words);
})();

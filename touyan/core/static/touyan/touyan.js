/* Everything works without this file; it only saves steps. No eval, no inline code. */
(function () {
  "use strict";
  var root = document.documentElement;
  var house = (window.touyan = window.touyan || {});
  root.classList.add("js");

  /* Menus made of <details>: one open at a time, Escape and a click elsewhere close them. */
  function closeMenus(except) {
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      if (menu !== except) menu.open = false;
    });
  }
  document.addEventListener("click", function (event) {
    closeMenus(event.target.closest("details.menu"));
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    var open = document.querySelector("details.menu[open]");
    if (open) { open.open = false; open.querySelector("summary").focus(); }
  });

  /* A form is sent once; the button says that it is busy. Coming back with the back key frees it. */
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post" || form.hasAttribute("data-many") || event.defaultPrevented) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
  });
  function free(scope) {
    scope.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
    scope.querySelectorAll("[aria-busy=true]").forEach(function (button) { button.removeAttribute("aria-busy"); });
  }
  window.addEventListener("pageshow", function () { free(document); });
  document.addEventListener("htmx:afterRequest", function () { free(document); });

  /* Filters answer when changed; the button stays for those without this file. */
  document.addEventListener("change", function (event) {
    var form = event.target.closest("form[data-auto]");
    if (form) form.requestSubmit();
  });
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-print],[data-copy],[data-check],[data-back]");
    if (!button) return;
    if (button.hasAttribute("data-back") && document.referrer && new URL(document.referrer).pathname + new URL(document.referrer).search === button.getAttribute("href")) {
      event.preventDefault();
      window.history.back();
    }
    if (button.hasAttribute("data-print")) window.print();
    if (button.hasAttribute("data-copy") && navigator.clipboard) {
      navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
      say(button.dataset.said || button.textContent);
    }
    if (button.hasAttribute("data-check")) {
      document.querySelectorAll(button.dataset.check).forEach(function (box) { if (!box.disabled) box.checked = button.value !== "none"; });
    }
  });

  /* A long side navigation shows where one is. */
  var side = document.querySelector(".side-in");
  var here = side && side.querySelector("[aria-current]");
  if (here && here.offsetTop + here.offsetHeight > side.clientHeight) {
    side.scrollTop = here.offsetTop - side.clientHeight / 2;
  }

  /* Tabs wider than the phone show the one that is open. */
  document.querySelectorAll(".tabs").forEach(function (tabs) {
    var open = tabs.querySelector("[aria-current]");
    if (open) tabs.scrollLeft = open.parentNode.offsetLeft - tabs.offsetLeft - (tabs.clientWidth - open.offsetWidth) / 2;
  });

  /* What a screen reader should hear after a partial change. */
  function say(text) {
    var place = document.getElementById("say");
    if (!place) return;
    place.textContent = "";
    window.setTimeout(function () { place.textContent = text; }, 60);
  }
  house.say = say;

  /* Tables drawn as cards keep their meaning for a screen reader. */
  function names(scope) {
    scope.querySelectorAll("table.facts:not([role])").forEach(function (table) {
      table.setAttribute("role", "table");
      table.querySelectorAll("thead, tbody, tfoot").forEach(function (part) { part.setAttribute("role", "rowgroup"); });
      table.querySelectorAll("tr").forEach(function (row) { row.setAttribute("role", "row"); });
      table.querySelectorAll("td").forEach(function (cell) { cell.setAttribute("role", "cell"); });
      table.querySelectorAll("thead th").forEach(function (cell) { cell.setAttribute("role", "columnheader"); });
      table.querySelectorAll("tbody th").forEach(function (cell) { cell.setAttribute("role", "rowheader"); });
    });
    scope.querySelectorAll(".table-wide, .picture-box").forEach(function (box) {
      if (box.scrollWidth > box.clientWidth && !box.hasAttribute("tabindex")) {
        box.tabIndex = 0;
        box.setAttribute("role", "region");
        var title = box.querySelector("caption, title");
        box.setAttribute("aria-label", title ? title.textContent : document.title);
      }
    });
  }

  /* Charts: <div class="chart" data-chart="id of a json_script" data-event="…">; ECharts is fetched only where one is seen. */
  var fetched;
  function echarts() {
    if (window.echarts) return Promise.resolve(window.echarts);
    fetched = fetched || new Promise(function (done, failed) {
      var script = document.createElement("script");
      script.src = document.body.dataset.echarts;
      script.onload = function () { done(window.echarts); };
      script.onerror = failed;
      document.head.appendChild(script);
    });
    return fetched;
  }
  function draw(place) {
    if (place.dataset.drawn) return;
    place.dataset.drawn = "1";
    var source = document.getElementById(place.dataset.chart);
    if (!source) return;
    echarts().then(function (lib) {
      var options = JSON.parse(source.textContent);
      options.animation = !window.matchMedia("(prefers-reduced-motion: reduce)").matches;
      options.aria = { enabled: true, decal: { show: true } };
      options.color = options.color || ["#1c5d8c", "#7f1712", "#1f6b43", "#855600", "#5a6472"];
      options.textStyle = { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: parseFloat(getComputedStyle(root).fontSize) * 0.875 };
      var chart = lib.init(place, null, { renderer: "svg" });
      chart.setOption(options);
      chart.on("click", function (hit) { if (hit.data && hit.data.url) window.location.assign(hit.data.url); });
      new ResizeObserver(function () { chart.resize(); }).observe(place);
    }).catch(function () { place.hidden = true; });
  }
  function charts(scope) {
    scope.querySelectorAll("[data-chart]").forEach(function (place) {
      var seen = new IntersectionObserver(function (rows) {
        if (rows.some(function (row) { return row.isIntersecting; })) { seen.disconnect(); draw(place); }
      });
      seen.observe(place);
    });
  }

  /* Bad network: a line at the top, and a place where a queue may hook in (touyan.offline.push / flush). */
  function network() {
    root.classList.toggle("offline", !navigator.onLine);
    document.dispatchEvent(new CustomEvent("touyan:network", { detail: { online: navigator.onLine } }));
  }
  window.addEventListener("online", network);
  window.addEventListener("offline", network);

  function boot(scope) { names(scope); charts(scope); }
  document.addEventListener("htmx:load", function (event) { if (event.detail.elt !== document.body) boot(event.detail.elt); });
  document.addEventListener("htmx:responseError", function (event) { say(document.body.dataset.failed || event.detail.xhr.status); });
  document.addEventListener("htmx:sendError", function () { root.classList.add("offline"); });
  document.addEventListener("htmx:configRequest", function (event) {
    var token = document.querySelector("meta[name=csrf-token]");
    if (token) event.detail.headers["X-CSRFToken"] = token.content;
  });
  boot(document);
  window.addEventListener("resize", function () { names(document); });
  network();
  var wrong = document.querySelector("[data-problems]") || document.querySelector("[aria-invalid=true]");
  if (wrong) wrong.focus();
})();

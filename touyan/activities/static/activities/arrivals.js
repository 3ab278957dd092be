/* Ticks and check-ins wait on the phone while there is no network, and go out in order when it is back.
   Every entry has its own key, so sending it again is harmless. Everything here works without this file too. */
(function () {
  "use strict";
  var STORE = "touyan.arrivals";
  var token = document.querySelector('meta[name="csrf-token"]');
  var list = document.querySelector("[data-sync]");
  var wait = document.querySelector("[data-waiting]");
  var count = document.querySelector("[data-waiting-count]");
  var busy = false;

  function read() { try { return JSON.parse(localStorage.getItem(STORE) || "[]"); } catch (error) { return []; } }
  function write(queue) { localStorage.setItem(STORE, JSON.stringify(queue)); show(queue); }
  function show(queue) {
    if (!wait) return;
    wait.hidden = queue.length === 0;
    if (count) count.textContent = queue.length ? String(queue.length) : "";
    queue.forEach(function (entry) {
      var line = document.getElementById("tick-" + entry.session + "-" + entry.person);
      if (line) line.classList.add("is-waiting");
    });
  }
  function key() {
    var bytes = new Uint8Array(12);
    crypto.getRandomValues(bytes);
    return Array.from(bytes, function (b) { return b.toString(16).padStart(2, "0"); }).join("");
  }
  function post(url, fields) {
    var body = new URLSearchParams(fields);
    return fetch(url, { method: "POST", body: body, credentials: "same-origin", headers: { "X-CSRFToken": token ? token.content : "" } });
  }

  /* The clerk's list. */
  function flush() {
    var queue = read();
    if (!list || busy || queue.length === 0) return;
    busy = true;
    post(list.dataset.sync, { queue: JSON.stringify(queue.slice(0, 200)) }).then(function (answer) {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    }).then(function (data) {
      var done = {};
      data.answers.forEach(function (one) { done[one.key] = one.problem || true; });
      write(read().filter(function (entry) { return !(entry.key in done); }));
      queue.forEach(function (entry) {
        var line = document.getElementById("tick-" + entry.session + "-" + entry.person);
        if (!line || !(entry.key in done)) return;
        line.classList.remove("is-waiting");
        if (done[entry.key] === true) line.classList.add("is-in");
        else line.querySelector(".tick-word").textContent = done[entry.key];
      });
    }).catch(function () { /* stays in the queue */ }).finally(function () { busy = false; });
  }
  if (list) {
    document.addEventListener("submit", function (event) {
      var line = event.target.closest("[data-session]");
      if (!line) return;
      event.preventDefault();
      var queue = read();
      var same = queue.some(function (entry) { return entry.session === line.dataset.session && entry.person === line.dataset.person; });
      if (!same) queue.push({ key: key(), session: line.dataset.session, person: line.dataset.person, said: new Date().toISOString() });
      write(queue);
      flush();
    });
    window.addEventListener("online", flush);
    window.setInterval(flush, 5000);
    show(read());
    flush();
  }

  /* A member's own six digits: sent with the code of this activity, so that no session can run out meanwhile. */
  var mine = document.querySelector("form[data-arrival]");
  if (mine) {
    var saved = "touyan.arrival." + mine.action;
    var send = function (fields) {
      return post(mine.dataset.arrival, fields).then(function (answer) {
        localStorage.removeItem(saved);
        if (answer.ok) { window.location.reload(); return; }
        /* What was wrong is said by the page itself. */
        mine.elements.digits.value = fields.digits;
        mine.elements.said.value = fields.said;
        HTMLFormElement.prototype.submit.call(mine);
      }).catch(function () { localStorage.setItem(saved, JSON.stringify(fields)); if (wait) wait.hidden = false; });
    };
    mine.addEventListener("submit", function (event) {
      event.preventDefault();
      send({ digits: mine.elements.digits.value, said: new Date().toISOString(), person: mine.dataset.person });
    });
    var retry = function () { var kept = localStorage.getItem(saved); if (kept) send(JSON.parse(kept)); };
    window.addEventListener("online", retry);
    retry();
  }
})();

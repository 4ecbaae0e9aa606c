// Keys of lists and of walks along them: x ticks the row one stands in, and what bears data-key is pressed by its key.
// They go by the same switch as the other keys, and every page works without this file.
(function () {
  "use strict";

  const STORED = "penstock.keys";
  const LEADER_MILLISECONDS = 1200;
  let leaderUntil = 0;

  // Storage may be forbidden by the browser; the keys then stay on.
  function keysAreOn() {
    try {
      return window.localStorage.getItem(STORED) !== "off";
    } catch {
      return true;
    }
  }

  // A tick box is no text field: whoever has just ticked one goes on with the keys.
  function isTyping(element) {
    const field = element.closest("input, textarea, select, [contenteditable], [role=textbox], [role=combobox]");
    return Boolean(field) && field.type !== "checkbox";
  }

  function tickRow() {
    const row = document.activeElement && document.activeElement.closest("[data-row]");
    const box = row && row.querySelector("input[type=checkbox]");
    if (!box) {
      return false;
    }
    box.click();
    return true;
  }

  function press(key) {
    const marked = Array.from(document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`));
    const one = marked.find((candidate) => candidate.offsetParent && !candidate.disabled);
    if (!one) {
      return false;
    }
    one.click();
    return true;
  }

  document.addEventListener("keydown", (event) => {
    const led = event.timeStamp < leaderUntil;
    const modified = event.ctrlKey || event.altKey || event.metaKey || event.isComposing;
    leaderUntil = 0;
    if (modified || isTyping(event.target) || document.querySelector("dialog[open]")) {
      return;
    }
    if (event.key === "g") {
      leaderUntil = event.timeStamp + LEADER_MILLISECONDS;
    }
    if (event.defaultPrevented || led || !keysAreOn() || event.key.length !== 1) {
      return;
    }
    if (event.key === "x" ? tickRow() : press(event.key)) {
      event.preventDefault();
    }
  });
})();

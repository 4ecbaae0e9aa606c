// Keys and small conveniences. Every page works without this file.
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

  function rememberKeys(on) {
    try {
      window.localStorage.setItem(STORED, on ? "on" : "off");
    } catch {
      // Nothing to remember it in.
    }
  }

  function isTyping(element) {
    return Boolean(element.closest("input, textarea, select, [contenteditable], [role=textbox], [role=combobox]"));
  }

  function linkOf(row) {
    return row.querySelector("[data-row-link]") || row.querySelector("a[href]");
  }

  function moveRow(step) {
    const rows = Array.from(document.querySelectorAll("[data-row]")).filter((row) => row.offsetParent && linkOf(row));
    if (!rows.length) {
      return false;
    }
    const here = rows.findIndex((row) => row.contains(document.activeElement));
    const next = here < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(here + step, 0), rows.length - 1);
    linkOf(rows[next]).focus();
    rows[next].scrollIntoView({ block: "nearest" });
    return true;
  }

  function focusSearch() {
    const box = Array.from(document.querySelectorAll("[data-search]")).find((candidate) => candidate.offsetParent);
    if (!box) {
      return false;
    }
    box.focus();
    box.select();
    return true;
  }

  function openHelp() {
    const help = document.getElementById("keyboard-help");
    if (!help || help.open) {
      return false;
    }
    help.showModal();
    return true;
  }

  function goTo(letter) {
    const link = document.querySelector(`[data-go="${CSS.escape(letter)}"]`);
    if (!link) {
      return false;
    }
    link.click();
    return true;
  }

  function actOn(event) {
    const led = event.timeStamp < leaderUntil;
    leaderUntil = 0;
    if (led) {
      return goTo(event.key);
    }
    switch (event.key) {
      case "j":
        return moveRow(1);
      case "k":
        return moveRow(-1);
      // Arrows scroll the page, unless one is in a list already.
      case "ArrowDown":
        return Boolean(event.target.closest("[data-row]")) && moveRow(1);
      case "ArrowUp":
        return Boolean(event.target.closest("[data-row]")) && moveRow(-1);
      case "/":
        return focusSearch();
      case "?":
        return openHelp();
      case "g":
        leaderUntil = event.timeStamp + LEADER_MILLISECONDS;
        return true;
      default:
        return false;
    }
  }

  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest("[data-menu][open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
      return;
    }
    const modified = event.ctrlKey || event.altKey || event.metaKey || event.isComposing;
    if (modified || event.defaultPrevented || isTyping(event.target) || document.querySelector("dialog[open]")) {
      return;
    }
    if (keysAreOn() && actOn(event)) {
      event.preventDefault();
    }
  });

  document.addEventListener("click", (event) => {
    document.querySelectorAll("[data-menu][open]").forEach((menu) => {
      if (!menu.contains(event.target) && menu.closest("header")) {
        menu.open = false;
      }
    });
    if (event.target.closest("[data-open-keyboard-help]")) {
      openHelp();
    }
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-keyboard-switch]")) {
      rememberKeys(event.target.checked);
    }
  });

  // A long list of choices is narrowed by typing; what is ticked stays in sight, and nothing typed here is sent.
  document.querySelectorAll("[data-narrows]").forEach((narrowing) => {
    const box = narrowing.querySelector("input");
    const choices = document.querySelectorAll(`#${CSS.escape(narrowing.dataset.narrows)} > .choice`);
    narrowing.hidden = false;
    box.addEventListener("input", () => {
      const wanted = box.value.trim().toLocaleLowerCase();
      choices.forEach((choice) => {
        choice.hidden = !choice.querySelector("input").checked && !choice.textContent.toLocaleLowerCase().includes(wanted);
      });
    });
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
      }
    });
  });

  // A list that is told when it has changed is fetched anew; whoever stands in it stays where they were.
  function refresh(said) {
    const here = document.activeElement && document.activeElement.closest("#list a[href]");
    const href = here && here.getAttribute("href");
    window.htmx.ajax("GET", window.location.href, { target: "#list", select: "#list", swap: "outerHTML" }).then(() => {
      const same = href && document.querySelector(`#list a[href="${CSS.escape(href)}"]`);
      if (same) {
        same.focus();
      }
      said.textContent = said.dataset.liveSaid;
    });
  }

  const live = document.querySelector("[data-live]");
  if (live && window.EventSource && window.htmx) {
    const source = new EventSource(live.dataset.live, { withCredentials: true });
    source.addEventListener("changed", () => refresh(live));
    window.addEventListener("pagehide", () => source.close());
  }
  document.querySelectorAll("[data-open-keyboard-help]").forEach((button) => {
    button.hidden = false;
  });
  document.querySelectorAll("[data-keyboard-switch]").forEach((box) => {
    box.checked = keysAreOn();
  });
  const faults = document.querySelector("[data-focus-first]");
  if (faults) {
    faults.focus();
  }
})();

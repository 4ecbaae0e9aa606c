// The page of verification: judges what the symbol brought along, or what is entered, without asking the house.
// It keeps keys and lists in the browser, so that it goes on where there is no connection. Without this file the form
// asks the house instead.
import { judge, parsed } from "./verifying.mjs";

const KEPT = "penstock-permits";
const page = document.querySelector("[data-verify]");
const field = document.getElementById("id_token");
const result = page.querySelector("[data-result]");
const says = page.querySelector("[data-says]");
const listed = page.querySelector("[data-listed]");

function part(name, value) {
  return page.querySelector(`template[data-${name}="${CSS.escape(value)}"]`);
}

function show(...fragments) {
  result.replaceChildren(...fragments.map((one) => one.content.cloneNode(true)));
  result.hidden = false;
}

function fill(name, values) {
  const row = says.querySelector(`[data-claim="${name}"]`);
  row.hidden = values.length === 0;
  row.querySelector("dd").replaceChildren(
    ...values.map((one) => {
      const line = document.createElement("div");
      line.append(Object.assign(document.createElement("bdi"), { textContent: one }));
      return line;
    }),
  );
}

function tell(judged) {
  show(judged.reason ? part("reason", judged.reason) : part("verdict", judged.verdict));
  says.hidden = listed.hidden = Boolean(judged.reason);
  if (judged.reason) {
    return;
  }
  const { claims } = judged;
  const named = page.querySelector(`[data-paper="${CSS.escape(String(claims.kind))}"]`);
  fill("sub", [`${claims.sub}, ${claims.ed}`]);
  fill("kind", [named ? named.textContent : String(claims.kind)]);
  fill("by", [judged.authority]);
  fill("to", [claims.to]);
  fill("with", [claims.with, claims.cc]);
  fill("goods", claims.goods ? claims.goods.map((one) => one.filter(Boolean).join(" ")) : [`${claims.lines} ×`]);
  fill("from", [claims.from]);
  fill("until", claims.until ? [claims.until] : []);
  for (const one of listed.querySelectorAll("[data-when]")) {
    one.hidden = one.dataset.when !== (judged.listedAt === null ? "none" : judged.isStale ? "stale" : "fresh");
  }
  for (const one of listed.querySelectorAll("time")) {
    const at = judged.listedAt === null ? "" : new Date(judged.listedAt * 1000).toISOString();
    one.dateTime = at;
    one.textContent = at.slice(0, 16).replace("T", " ");
  }
}

// The newest that can be had: from the network, or else what was kept of it.
async function fetched(address, read) {
  const kept = "caches" in window ? await caches.open(KEPT) : null;
  try {
    const fresh = await fetch(address, { cache: "no-cache" });
    if (fresh.ok) {
      await kept?.put(address, fresh.clone());
      return await read(fresh);
    }
  } catch {
    // There is no connection: what was kept is looked for below.
  }
  const known = await kept?.match(address, { ignoreVary: true });
  return known ? read(known) : null;
}

// A list is fetched from this house alone, whatever address a token names.
async function listFor(token) {
  const named = parsed(token)?.claims.status?.status_list?.uri;
  const number = typeof named === "string" ? named.match(/\/verify\/permits\/status\/(\d{1,9})$/) : null;
  return number ? fetched(`${page.dataset.lists}${number[1]}`, (answer) => answer.text()) : "";
}

async function judged(token) {
  const set = await fetched(page.dataset.keys, (answer) => answer.json());
  if (!set) {
    show(part("reason", "no keys"));
    says.hidden = listed.hidden = true;
    return;
  }
  const list = await listFor(token);
  tell(await judge({ token, keys: set.keys, list: list ?? "", now: Date.now() / 1000 }));
}

// A camera or a picture, where the browser can read symbols itself.
async function scan(button) {
  const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
  const video = page.querySelector("video");
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  video.srcObject = stream;
  video.hidden = false;
  button.disabled = true;
  await video.play();
  const stop = () => {
    stream.getTracks().forEach((one) => one.stop());
    video.hidden = true;
    button.disabled = false;
  };
  const look = async () => {
    const [symbol] = await detector.detect(video).catch(() => []);
    if (symbol) {
      stop();
      field.value = symbol.rawValue;
      await judged(field.value);
    } else if (!video.hidden) {
      setTimeout(look, 200);
    }
  };
  await look();
}

async function keep() {
  if (!("serviceWorker" in navigator)) {
    return;
  }
  await navigator.serviceWorker.register(page.dataset.worker);
  await navigator.serviceWorker.ready; // until then a page asked for without a connection would not reach the worker
  const kept = await caches.open(KEPT);
  const loaded = performance.getEntriesByType("resource").map((one) => one.name);
  const own = loaded.filter((one) => new URL(one).origin === location.origin);
  await kept.addAll([...new Set([location.pathname, page.dataset.keys, ...own])]);
  page.querySelector("[data-kept]").hidden = false;
}

function start() {
  const canJudge = window.isSecureContext && window.crypto?.subtle && "DecompressionStream" in window;
  if (!canJudge) {
    page.querySelector("[data-cannot]").hidden = false;
    return;
  }
  const here = page.querySelector("[data-here]");
  here.hidden = false;
  here.addEventListener("click", () => judged(field.value));
  listed.querySelector("[data-refresh]").addEventListener("click", () => judged(field.value));
  if ("BarcodeDetector" in window && navigator.mediaDevices) {
    const button = page.querySelector("[data-scan]");
    button.hidden = false;
    button.addEventListener("click", () =>
      scan(button).catch(() => {
        button.disabled = false;
        show(part("reason", "no camera"));
      }),
    );
  }
  const brought = () => {
    if (location.hash.length > 1) {
      field.value = location.hash.slice(1);
      judged(field.value);
    }
  };
  window.addEventListener("hashchange", brought);
  brought();
  window.addEventListener("load", () => keep().catch(() => {}));
}

start();

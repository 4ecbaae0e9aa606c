// A national system that exchanges papers with an instance of Penstock: Node 18 or later, nothing else.
//
//   PENSTOCK_URL=https://penstock.example PENSTOCK_TOKEN=pst_... node client.mjs lodge shipment.json
//
// Copy it and put your own register where `store` reads and writes a file.
import { createHmac, timingSafeEqual } from "node:crypto";
import { existsSync, readFileSync, realpathSync, renameSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { pathToFileURL } from "node:url";

const FORMAT = "urn:penstock:papers:1";
const PATIENCE = [1, 3, 9]; // seconds before a call that got no answer is made again
const FIVE_MINUTES = 300;

/** One call of the API; a server that is away is asked again, which is safe: every paper bears an id. */
async function call(base, token, path, body) {
  const options = { method: body ? "POST" : "GET", headers: { authorization: `Bearer ${token}`, accept: "application/json" } };
  if (body) {
    options.headers["content-type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  for (const seconds of [...PATIENCE, null]) {
    let answer;
    try {
      answer = await fetch(`${base}/api/v1${path}`, { ...options, signal: AbortSignal.timeout(60_000) });
    } catch (error) {
      if (seconds === null) throw error;
    }
    if (answer?.ok) return answer.json();
    if (answer && answer.status < 500 && answer.status !== 429) throw new Refusal(await answer.json());
    if (answer && seconds === null) throw new Error(`the server answers ${answer.status}`);
    await new Promise((done) => setTimeout(done, seconds * 1000));
  }
}

/** What the instance said no to: `code` for programs, `message` for people, `faults` by field. */
export class Refusal extends Error {
  constructor({ code, detail, message, faults = [] }) {
    super([message ?? detail, ...faults.map((one) => `${one.field}: ${one.message}`)].join("\n  "));
    Object.assign(this, { code, faults });
  }
}

export class Penstock {
  constructor(base, token) {
    this.call = (path, body) => call(base, token, path, body);
  }

  /** Send papers; answers a receipt for each, in order. */
  async send(papers) {
    return (await this.call("/papers", { format: FORMAT, document: "papers", papers })).receipts;
  }

  /** Send one paper; throws a Refusal where it was refused. Send it again under its id as often as you like. */
  async sendOne(paper) {
    const [receipt] = await this.send([paper]);
    if (receipt.outcome === "refused") throw new Refusal(receipt);
    return receipt;
  }

  /** Draft and send a notice; `id` is your own key of the shipment. */
  lodge(id, content) {
    return this.sendOne({ kind: "notice", id, content });
  }

  /** Take a step on a case: clear, ask, supply, object, confirm, amend, withdraw, release ... */
  step(verb, on, id, content = undefined) {
    return this.sendOne({ kind: `notice.${verb}`, id, on, content });
  }

  /** Every paper after the one with the id `since`, oldest first, page by page. */
  async *papersSince(since = "") {
    for (let more = true; more; ) {
      const page = await this.call(`/papers?limit=100&since=${encodeURIComponent(since)}`);
      for (const paper of page.papers) yield paper;
      since = page.next ?? since;
      more = page.more;
    }
  }

  directory() {
    return this.call("/papers/directory");
  }
}

/** Whether a webhook is genuine and fresh (Standard Webhooks); call it before the body is parsed. */
export function isGenuine(secret, headers, body, now = Date.now() / 1000) {
  const { "webhook-id": id, "webhook-timestamp": at, "webhook-signature": signatures = "" } = headers;
  if (!id || !/^[0-9]+$/.test(at ?? "") || Math.abs(now - Number(at)) > FIVE_MINUTES) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const wanted = createHmac("sha256", key).update(`${id}.${at}.`).update(body).digest();
  return signatures.split(" ").some((one) => {
    const given = Buffer.from(one.startsWith("v1,") ? one.slice(3) : "", "base64");
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  });
}

/** Where this example keeps what a real system keeps in its database: how far it has read. */
const store = {
  path: process.env.PENSTOCK_STORE ?? "papers.json",
  read: () => (existsSync(store.path) ? JSON.parse(readFileSync(store.path, "utf8")) : { since: "" }),
  write(kept) {
    writeFileSync(`${store.path}.new`, JSON.stringify(kept));
    renameSync(`${store.path}.new`, store.path);
  },
};

/** Fetch what is new, hand each paper to `keep`, and only then remember how far we are: a crash repeats, never loses. */
export async function catchUp(penstock, keep) {
  const kept = store.read();
  for await (const paper of penstock.papersSince(kept.since)) {
    await keep(paper);
    store.write({ since: paper.id });
  }
}

/** Be told by webhook, and fetch what happened; the webhook itself is only a nudge. */
export function listen(penstock, secret, port, keep) {
  let turn = Promise.resolve();
  const server = createServer((request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const genuine = isGenuine(secret, request.headers, Buffer.concat(chunks));
      response.writeHead(genuine ? 204 : 401).end();
      if (genuine) turn = turn.then(() => catchUp(penstock, keep)).catch((error) => console.error(error.message));
    });
  });
  return server.listen(port, "127.0.0.1");
}

const print = (told) => console.log(JSON.stringify(told));

async function main([command, ...words]) {
  const penstock = new Penstock(process.env.PENSTOCK_URL, process.env.PENSTOCK_TOKEN);
  if (command === "lodge") {
    const content = JSON.parse(readFileSync(words[0], "utf8"));
    print(await penstock.lodge(`notice ${content.reference}`, content));
  } else if (command === "step") {
    const [verb, on, id, content] = words;
    print(await penstock.step(verb, on, id, content && JSON.parse(content)));
  } else if (command === "pull") {
    await catchUp(penstock, print);
  } else if (command === "directory") {
    print(await penstock.directory());
  } else if (command === "listen") {
    const server = listen(penstock, process.env.PENSTOCK_WEBHOOK_SECRET, Number(words[0] ?? 8090), print);
    server.on("listening", () => print({ listening: server.address().port }));
  } else {
    throw new Error("lodge FILE | step VERB REFERENCE ID [CONTENT] | pull | directory | listen [PORT]");
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href) {
  main(process.argv.slice(2)).catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}

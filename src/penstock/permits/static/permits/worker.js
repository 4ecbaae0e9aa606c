// Keeps the page of verification at hand: the network first, and what it last gave where there is none.
"use strict";

const KEPT = "penstock-permits";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// The whole answer is read before it is kept or given: one that breaks off half way must not replace a good one.
async function fetched(request) {
  const fresh = await fetch(request);
  return fresh.status === 200 ? new Response(await fresh.arrayBuffer(), fresh) : fresh;
}

async function answered(request) {
  const kept = await caches.open(KEPT);
  try {
    const fresh = await fetched(request);
    if (fresh.ok) {
      await kept.put(request, fresh.clone());
    }
    return fresh;
  } catch (error) {
    const known = await kept.match(request, { ignoreSearch: true, ignoreVary: true });
    if (known) {
      return known;
    }
    throw error;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && new URL(request.url).origin === self.location.origin) {
    event.respondWith(answered(request));
  }
});

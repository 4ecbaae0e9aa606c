// Judges the token of a permit's paper without asking anybody: by the published keys and a list of how permits stand.
// It touches no page and no network, so that browsers, phones' own programmes and tests run the very same lines.

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const STANDS = { 1: "revoked", 2: "suspended", 12: "expired", 13: "replaced", 14: "given back", 15: "used up" };
export const SPECIMEN = "SPECIMEN";

function bytesOf(text) {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) {
    throw new Error("not base64url");
  }
  const raw = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(raw, (one) => one.charCodeAt(0));
}

function jsonOf(text) {
  const found = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytesOf(text)));
  if (found === null || typeof found !== "object" || Array.isArray(found)) {
    throw new Error("not an object");
  }
  return found;
}

// A compact JWS taken apart, or null where it is none. What a symbol holds is an address with the token behind its #.
export function parsed(text) {
  const token = text.trim().replace(/^.*#/, "");
  const parts = token.split(".");
  if (parts.length !== 3) {
    return null;
  }
  try {
    const [header, claims] = [jsonOf(parts[0]), jsonOf(parts[1])];
    const signed = new TextEncoder().encode(`${parts[0]}.${parts[1]}`);
    return { token, header, claims, signed, signature: bytesOf(parts[2]) };
  } catch {
    return null;
  }
}

async function isSignedBy(found, key, kind) {
  if (found.header.alg !== "ES256" || found.header.typ !== kind || found.header.crit !== undefined) {
    return false;
  }
  const { kty, crv, x, y } = key;
  const imported = await crypto.subtle.importKey("jwk", { kty, crv, x, y }, ALGORITHM, false, ["verify"]);
  return crypto.subtle.verify(ALGORITHM, imported, found.signature, found.signed);
}

// Nobody but a thief signs with a key that was retired before.
function isInTime(found, key) {
  return Number.isInteger(found.claims.iat) && (key.exp === undefined || found.claims.iat <= key.exp);
}

async function unpacked(text) {
  const stream = new Blob([bytesOf(text)]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

// How a permit stands on a list: a number and the list's own time; null where the list is not to be relied on.
async function standing(list, permit, key, keys) {
  const found = list ? parsed(list) : null;
  const place = permit.claims.status?.status_list;
  const signer = found && keys.find((one) => one.kid === found.header.kid);
  if (!signer || signer.authority !== key.authority || signer.country !== key.country || found.claims.sub !== place?.uri) {
    return null;
  }
  if (!isInTime(found, signer) || !(await isSignedBy(found, signer, "statuslist+jwt"))) {
    return null;
  }
  const { bits, lst } = found.claims.status_list ?? {};
  const packed = bits === 4 && Number.isInteger(place.idx) ? await unpacked(lst) : new Uint8Array();
  if (place.idx >> 1 >= packed.length) {
    return null;
  }
  const number = (packed[place.idx >> 1] >> ((place.idx & 1) * 4)) & 15;
  return { number, at: found.claims.iat, until: found.claims.exp };
}

// `token` as it was read, `keys` as published (the JWK set's keys), `list` the signed list or "", `now` in seconds.
// The answer's `verdict` is what the house itself would say; `listedAt` is null where no list could be relied on.
export async function judge({ token, keys, list, now }) {
  const found = parsed(token);
  if (!found) {
    return { verdict: "unknown", reason: "unreadable" };
  }
  const key = keys.find((one) => one.kid === found.header.kid);
  if (!key) {
    return { verdict: "unknown", reason: "unknown key" };
  }
  if (!isInTime(found, key) || !(await isSignedBy(found, key, "permit+jwt"))) {
    return { verdict: "unknown", reason: "changed" };
  }
  if (found.claims.sub === SPECIMEN) {
    return { verdict: "unknown", reason: "specimen" };
  }
  if (!String(found.claims.sub).startsWith(`${key.country}-`)) {
    return { verdict: "unknown", reason: "another house" };
  }
  const stands = await standing(list, found, key, keys);
  return {
    verdict: verdictOn(found.claims, stands, now),
    reason: "",
    claims: found.claims,
    authority: key.authority,
    listedAt: stands ? stands.at : null,
    isStale: !stands || now > stands.until,
  };
}

function verdictOn(claims, stands, now) {
  if (stands && stands.number !== 0) {
    return STANDS[stands.number] ?? "revoked";
  }
  if (claims.exp !== undefined && now >= claims.exp) {
    return "expired";
  }
  return claims.from > new Date(now * 1000).toISOString().slice(0, 10) ? "not yet valid" : "valid";
}

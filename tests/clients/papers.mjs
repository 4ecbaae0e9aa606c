// Verify papers of permits by JOSE alone, as another house would: reads {keys, tokens}, writes what each says, or null.
import { readFileSync } from "node:fs";
import { compactVerify, createLocalJWKSet } from "jose";

const { keys, tokens } = JSON.parse(readFileSync(0, "utf8"));
const known = createLocalJWKSet(keys);
const verdicts = [];
for (const token of tokens) {
  try {
    const { payload } = await compactVerify(token, known, { algorithms: ["ES256"] });
    verdicts.push(JSON.parse(new TextDecoder().decode(payload)));
  } catch (error) {
    if (!String(error.code).startsWith("ERR_J")) throw error;
    verdicts.push(null);
  }
}
process.stdout.write(JSON.stringify(verdicts));

// Verify deliveries as a receiver would: reads [{secret, body, headers}], writes what was signed, or null for a no.
import { readFileSync } from "node:fs";
import { Webhook } from "standardwebhooks";

const deliveries = JSON.parse(readFileSync(0, "utf8"));
const verdicts = deliveries.map(({ secret, body, headers }) => {
  try {
    return new Webhook(secret).verify(body, headers);
  } catch (error) {
    if (error.name !== "WebhookVerificationError") throw error;
    return null;
  }
});
process.stdout.write(JSON.stringify(verdicts));

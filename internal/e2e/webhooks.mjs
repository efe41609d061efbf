// Verifies what a webhook was sent with the library of the specification: [{secret, headers, body}] on standard input.
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";

const require = createRequire(import.meta.url);
const { Webhook } = require("standardwebhooks");

const results = JSON.parse(await text(process.stdin)).map(({ secret, headers, body }) => {
  try {
    return { event: new Webhook(secret).verify(body, headers) };
  } catch (error) {
    return { error: String(error) };
  }
});
process.stdout.write(JSON.stringify(results));

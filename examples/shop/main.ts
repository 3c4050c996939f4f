import { createServer } from "node:http";
import { env } from "node:process";
import { createClient } from "@guidon/server";
import { createMailer } from "./mail.ts";
import { createShop } from "./shop.ts";

const port = Number(env["PORT"] ?? 4040);

const flags = createClient({
  url: env["GUIDON_URL"] ?? "http://localhost:4300",
  key: env["GUIDON_KEY"],
  // A restart while Guidon is away goes on with the flags of before.
  cacheFile: ".data/shop-flags.json",
});

flags.on("change", ({ revision, previousRevision, flags: keys }) => {
  if (previousRevision === undefined) console.log(`flags  revision ${revision}, ${keys.length} flags`);
  else console.log(`flags  revision ${revision}: ${keys.join(", ") || "nothing that matters here"}`);
});
flags.on("status", ({ state, lastError }) => {
  console.log(`flags  ${state}${lastError === undefined ? "" : ` (${lastError.message})`}`);
});

// The shop opens whether or not this succeeds: every flag has a default that is safe to serve.
const readiness = await flags.ready({ timeout: 2_000 });
if (readiness.ready) console.log(`flags  ready, from the ${readiness.source}`);
else console.log(`flags  defaults only (${readiness.problem.message})`);

const mailer = createMailer(flags, (letter) => console.log(`mail   to ${letter.to}: ${letter.subject}`));
const server = createServer(createShop({ flags, mailer, random: Math.random }));
server.listen(port, () => console.log(`shop   http://localhost:${port}`));

process.once("SIGINT", () => {
  server.close();
  server.closeAllConnections();
  void flags.close();
});

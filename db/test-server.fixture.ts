import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import type { DatabaseAddress } from "./client.server.ts";
import { startEmbedded } from "./embedded.server.ts";
import { migrateDatabase } from "./migrate.server.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Which PostgreSQL the store tests run on. */
    subject: "postgres18" | "postgres15";
    /** Where it is, its migrated template's name, or why it is not there. */
    testServer: { address: DatabaseAddress; template: string } | { missing: string };
  }
}

const template = "guidon_template";

/** Before the store tests: a server with a migrated template, from which each file clones a database of its own. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const subject = project.config.env["GUIDON_TEST_SUBJECT"];
  const server = subject === "postgres15" ? systemServer() : await embeddedServer();
  if ("missing" in server) {
    project.provide("testServer", server);
    return async () => {};
  }
  await createTemplate(server.address);
  project.provide("testServer", { address: server.address, template });
  return server.stop;
}

type Server = { address: DatabaseAddress; stop(): Promise<void> } | { missing: string };

/** Debian's, which `npm test` starts beside the suite. */
function systemServer(): Server {
  const url = process.env["GUIDON_TEST_POSTGRES15_URL"];
  if (url !== undefined) return { address: url, async stop() {} };
  return { missing: process.env["GUIDON_SKIP_POSTGRES15"] ?? "PostgreSQL 15 is started by npm test" };
}

async function embeddedServer(): Promise<Server> {
  const directory = await mkdtemp(join(tmpdir(), "guidon-store-"));
  // Run by root, the server is another account's, which must be able to enter.
  await chmod(directory, 0o755);
  const embedded = await startEmbedded({ directory, log() {} });
  return {
    address: embedded.options,
    async stop() {
      await embedded.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function createTemplate(address: DatabaseAddress): Promise<void> {
  const sql = open(address);
  try {
    await sql.unsafe(`drop database if exists ${template}`);
    await sql.unsafe(`create database ${template}`);
  } finally {
    await sql.end();
  }
  await migrateDatabase(databaseAt(address, template), "db/migrations");
}

const open = (address: DatabaseAddress) =>
  typeof address === "string"
    ? postgres(address, { max: 1, onnotice() {} })
    : postgres({ ...address, max: 1, onnotice() {} });

/** The same server, another database. */
export function databaseAt(address: DatabaseAddress, database: string): DatabaseAddress {
  if (typeof address !== "string") return { ...address, database };
  const url = new URL(address);
  url.pathname = `/${database}`;
  return url.toString();
}

/** A process that runs the embedded PostgreSQL on the folder it is given, so that a test can kill it. */
import { startEmbedded } from "./embedded.server.ts";

const [directory = ""] = process.argv.slice(2);
try {
  const embedded = await startEmbedded({ directory, log: (line) => process.stderr.write(`${line}\n`) });
  process.once("SIGTERM", () => void embedded.stop().then(() => process.exit(0)));
  process.once("SIGUSR2", () => process.exit(3));
  process.stdout.write(`${JSON.stringify({ options: embedded.options, adopted: embedded.adopted })}\n`);
} catch (error) {
  process.stdout.write(
    `${JSON.stringify({ refused: error instanceof Error ? error.message : String(error) })}\n`,
  );
  process.exitCode = 1;
}

#!/usr/bin/env node
import { run } from "@guidon/cli";

process.exitCode = await run(process.argv.slice(2), {
  write: (text) => void process.stdout.write(text),
  complain: (text) => void process.stderr.write(text),
  input: process.stdin,
  env: process.env,
});

#!/usr/bin/env node
/** The entry of the command line. */
import { processHost } from "./host.ts";
import { run } from "./run.ts";

process.exitCode = await run(process.argv.slice(2), processHost());

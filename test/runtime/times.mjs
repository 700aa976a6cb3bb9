// Measures a fresh deployment on this machine. Usage: npm run times -- [--on docker|kubernetes] [--runs N] [--update]
import { run } from "./program.mjs";

await run("times.ts");

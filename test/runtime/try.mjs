// Starts any inputs for real, in a throw-away machine. Usage:
// npm run try -- --config FILE --credentials FILE [--site FILE] [--on docker|kubernetes]
import { run } from "./program.mjs";

await run("try.ts");

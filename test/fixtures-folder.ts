/** Where the fixtures stand; apart from fixtures.ts, so that who asks for this alone does not load the compiler. */
import { join } from "node:path";

export const FIXTURES = join(import.meta.dirname, "../fixtures");

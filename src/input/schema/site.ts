/** The site file as it is read: its schema while the program runs, and the type of what is read. */
import type * as z from "zod/mini";
import { once } from "../../base/once.ts";
import type { siteDefinition } from "../../clp/schema/site.ts";
import { SITE } from "./generated/site.ts";
import { parseSchema } from "./serialized.ts";

/** Made of the definition by `npm run generate`, and built at its first use. */
export const siteSchema = once(() => parseSchema(SITE));

/** A read site file: every key is there, with its default where it was not written. */
export type Site = z.output<ReturnType<typeof siteDefinition>>;

/** The project file as it is read: its schema while the program runs, and the type of what is read. */
import type * as z from "zod/mini";
import { once } from "../../base/once.ts";
import type { projectDefinition } from "../../clp/schema/project.ts";
import { PROJECT } from "./generated/project.ts";
import { parseSchema } from "./serialized.ts";

/** Made of the definition by `npm run generate`, and built at its first use. */
export const projectSchema = once(() => parseSchema(PROJECT));

/** A read project file. */
export type ProjectFile = z.output<ReturnType<typeof projectDefinition>>;

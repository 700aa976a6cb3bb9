/** `clp-config.yaml` as it is read: its schema while the program runs, and the type of what is read. */
import type * as z from "zod/mini";
import { once } from "../../base/once.ts";
import type { configDefinition } from "../../clp/schema/config.ts";
import { CONFIG } from "./generated/config.ts";
import { parseSchema } from "./serialized.ts";

/** Made of the definition by `npm run generate`, and built at its first use. */
export const configSchema = once(() => parseSchema(CONFIG));

/** A read config: every key is there, with its default where it was not written. */
export type Config = z.output<ReturnType<typeof configDefinition>>;

type Section<K extends keyof Config> = NonNullable<Config[K]>;
export type AwsAuthentication = Extract<Config["logs_input"], { type: "s3" }>["aws_authentication"];
export type Storage = Section<"archive_output">["storage"];
export type S3Config = Extract<Storage, { type: "s3" }>["s3_config"];

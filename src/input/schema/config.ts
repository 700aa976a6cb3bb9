/** `clp-config.yaml` as it is read: its schema while the program runs, and the type of what is read. */
import type * as z from "zod/mini";
import { memoize } from "../../base/memoize.ts";
import { once } from "../../base/once.ts";
import type { Release } from "../../clp/releases/releases.ts";
import type { configDefinition } from "../../clp/schema/config.ts";
import { atRelease } from "./at-release.ts";
import { CONFIG } from "./generated/config.ts";
import type { ObjectSchema } from "./key-schema.ts";
import { parseSchema } from "./serialized.ts";

/** With what any release has. Made of the definition by `npm run generate`, and built at its first use. */
export const configOfAllReleases = once(() => parseSchema(CONFIG));

/** As one release has it. */
export const configSchema = memoize((release: Release) => atRelease(configOfAllReleases(), release.id));

/** A read config: every key of its release is there, with its default where it was not written; those of other releases are not. */
export type Config = z.output<ReturnType<typeof configDefinition>>;

type Section<K extends keyof Config> = NonNullable<Config[K]>;
export type AwsAuthentication = Extract<Config["logs_input"], { type: "s3" }>["aws_authentication"];
export type Storage = Section<"archive_output">["storage"];
export type S3Config = Extract<Storage, { type: "s3" }>["s3_config"];

/** The section whose key says who answers searches. */
export function queryEngineSection(config: ObjectSchema): "webui" | "package" {
  const webui = config.keys.get("webui");
  return webui?.kind === "object" && webui.keys.has("query_engine") ? "webui" : "package";
}

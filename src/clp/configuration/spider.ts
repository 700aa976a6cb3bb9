/** What config and credentials say of Spider: the one place that knows by which keys, and which releases have them. */
import type { Sourced } from "../../base/origin.ts";
import { given, pick } from "../../base/typed.ts";
import type { Config } from "../../input/schema/config.ts";
import type { Credentials } from "../../input/schema/credentials.ts";
import type { Compression } from "../../model/model.ts";

/** What runs compression tasks. */
export function compressionOf({ compression_scheduler: scheduler }: Config): Sourced<Compression> {
  return pick(scheduler, "type");
}

/** The section of Spider's scheduler, which may be missing where it is needed; undefined where the release has none. */
export function spiderSection(config: Config) {
  return given(config, "spider_scheduler");
}

/** The name of Spider's database; undefined where the release has none. */
export function spiderDatabase({ database }: Config): Sourced<string> | undefined {
  return given(database.names, "spider");
}

/** By the keys of the credentials. */
export type SpiderLogin = Readonly<Record<"spider_username" | "spider_password", Sourced<string>>>;

/** As whom Spider uses its database; undefined where the release has none. */
export function spiderLogin({ database }: Credentials): SpiderLogin | undefined {
  const [user, password] = [given(database, "spider_username"), given(database, "spider_password")];
  return user && password && { spider_username: user, spider_password: password };
}

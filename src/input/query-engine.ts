/** Who answers searches: the one place that knows which key says so in which release. */
import type { Sourced } from "../base/origin.ts";
import { given } from "../base/typed.ts";
import type { Config } from "./schema/config.ts";

export type QueryEngine = "clp" | "clp-s" | "presto";

/** What the config says, under whatever key the release has for it. */
export function queryEngineOf({ webui, package: flavour }: Config): Sourced<QueryEngine> {
  const engine = given(webui, "query_engine") ?? given(flavour, "query_engine");
  if (engine === undefined) throw new Error("the config has no query engine");
  return engine;
}

/** The key that says it. */
export function queryEngineKey({ webui }: Config): "webui.query_engine" | "package.query_engine" {
  return webui.query_engine === undefined ? "package.query_engine" : "webui.query_engine";
}

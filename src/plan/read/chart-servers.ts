/** Which servers the values of CLP's chart say that it runs, whoever wrote them. */
import { isJson } from "./kubernetes-objects.ts";

/** True for a server that the chart runs. Early charts run all of them, and have no list that says so. */
export function isBundled(values: unknown, server: string): boolean {
  const config = isJson(values) ? values["clpConfig"] : undefined;
  const bundled = isJson(config) ? config["bundled"] : undefined;
  return !Array.isArray(bundled) || bundled.includes(server);
}

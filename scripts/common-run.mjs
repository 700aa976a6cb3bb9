// A common run of the program: caches and the order of code in an executable are made for what it does.
import { join } from "node:path";

const fixture = join(import.meta.dirname, "../fixtures/ok/01-full");

/** The arguments of a compile of a whole deployment, whose site file stands beside its config. */
export function commonRun(out) {
  const config = join(fixture, "clp-config.yaml");
  return ["compile", "--config", config, "--credentials", join(fixture, "credentials.yaml"), "--out", out];
}

/** What several sections of the config are made of. */
import * as z from "zod/mini";
import { once } from "../../base/once.ts";
import { key, leaves, since } from "./vocabulary.ts";

const PYTHON_LEVELS = ["INFO", "DEBUG", "WARN", "WARNING", "ERROR", "CRITICAL"] as const;
const QUERY_ENGINES = ["clp", "clp-s", "presto"] as const;

const pythonLevel = once(() => z.enum(PYTHON_LEVELS));

export const host = (what: string) =>
  key(z._default(leaves.host(), "localhost"), `Address of this host on which ${what} is published.`, {
    examples: ["localhost", "10.0.0.5"],
  });
/** Of what may be left out of `bundled`. */
export const bundledHost = (what: string, section: string) =>
  key(
    z._default(leaves.host(), "localhost"),
    `Address of this host on which ${what} is published; without ${section} in bundled, the name or address of your own server.`,
    { examples: ["localhost", "10.0.0.5"] },
  );
export const port = (fallback: number, what: string) =>
  key(z._default(leaves.port(), fallback), `Port of the host on which ${what} is published.`, {
    examples: [fallback],
  });
export const level = (what: string) => key(z._default(pythonLevel(), "INFO"), `How much ${what} logs.`);
export const directory = (fallback: string, description: string) =>
  key(z._default(leaves.path(), fallback), description, { examples: [fallback] });
/** What the credentials file overrules. */
export const hiddenSecret = (what: string) =>
  key(
    z._default(z.nullable(leaves.hiddenSecret()), null),
    `${what}; without effect: the credentials file says it.`,
    {
      deprecated: true,
    },
  );

export const telemetryInterval = () =>
  since(
    "0.13.0",
    key(z._default(leaves.positive(), 60000), "Milliseconds between two reports of telemetry.", {
      unit: "milliseconds",
    }),
  );
export const taskTimeLimits = () => ({
  task_soft_time_limit: since(
    "0.13.0",
    key(z._default(leaves.natural(), 600), "Seconds after which a task is asked to end; 0: never.", {
      unit: "seconds",
    }),
  ),
  task_time_limit: since(
    "0.13.0",
    key(z._default(leaves.natural(), 1200), "Seconds after which a task is killed; 0: never.", {
      unit: "seconds",
    }),
  ),
});

/** Of the package, and later of the web UI. */
export const queryEngine = () =>
  key(
    z._default(z.enum(QUERY_ENGINES), "clp-s"),
    "What searches them: the storage engine's own, or presto on top of clp-s.",
  );

/**
 * Where a container differs from the same one in Compose, and why: all else is equal but for the names of
 * hosts. A test compares every component of every fixture with this list, and the documentation shows it.
 */
export interface Difference {
  /** The name of the component. */
  readonly component: string;
  /** `command`, the variable that is there in addition or says something else, or the file that does. */
  readonly what: "command" | `environment ${string}` | `file ${string}`;
  readonly why: string;
}

const ONE_TO_A_CONTAINER =
  "one process to a container, so that the end of each is seen (H23); CLP's launcher starts several and does not look at them";
const POD_IP = "each process makes known the address of its pod (H2)";
const BY_VARIABLE = "a secret in a command line comes from a variable, and that from a Secret";

export const DIFFERENCES: readonly Difference[] = [
  {
    component: "otel-collector",
    what: "environment OTEL_RESOURCE_ATTRIBUTES",
    why: "it says how the deployment runs",
  },
  {
    component: "otel-collector",
    what: "file otel-collector-conf",
    why: "a pod is given no engine to ask for facts of its host (E7)",
  },
  {
    component: "redis",
    what: "environment REDISCLI_AUTH",
    why: "the probe's password, which no command line shows (H14)",
  },
  { component: "reducer", what: "command", why: ONE_TO_A_CONTAINER },
  { component: "reducer", what: "environment POD_IP", why: POD_IP },
  { component: "spider-compression-worker", what: "command", why: ONE_TO_A_CONTAINER },
  { component: "spider-compression-worker", what: "environment POD_IP", why: POD_IP },
  { component: "spider-compression-worker", what: "environment STORAGE_URL", why: BY_VARIABLE },
  { component: "spider-scheduler", what: "environment STORAGE_URL", why: BY_VARIABLE },
  {
    component: "presto-worker",
    what: "environment POD_NAME",
    why: "a pod of several like ones finds its own file by its name",
  },
  {
    component: "mcp-server",
    what: "command",
    why: "it listens on every address, since its name is its Service's",
  },
];

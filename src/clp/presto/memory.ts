/** How much of a container's memory its process is told to use: CLP takes shares of the machine's instead (P15, P22). */
import { derived, type Sourced, sourced } from "../../base/origin.ts";
import { quantity } from "../../base/quantity.ts";
import { pick } from "../../base/typed.ts";
import type { PrestoSection } from "./place.ts";

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

/** With less there is no gibibyte for a worker's query beside what the process itself needs, nor a heap for a coordinator. */
export const LEAST_MEMORY = 2 * GIB;

/** Bytes of `8GiB`, `8Gi`, `8GB`, `8G` or `8589934592`; undefined for more than any machine has. */
export function bytesOf(text: string): number | undefined {
  const [, amount = "", unit = "", binary = ""] = /^([0-9.]+) ?([KMGT]?)(i?)B?$/.exec(text) ?? [];
  const suffix = unit === "K" && binary === "" ? "k" : `${unit}${binary}`;
  const found = quantity(`${amount}${suffix}`);
  const bytes = found === undefined ? undefined : Number(found.nano / 10n ** 9n);
  return bytes === undefined || bytes > Number.MAX_SAFE_INTEGER ? undefined : bytes;
}

function inBytes(amount: Sourced<string>, rule: string): Sourced<number> {
  return sourced(bytesOf(amount.value) ?? 0, derived(rule, amount.origin));
}

/** Bytes of each worker's container; undefined where nobody says it. */
export function workerMemory(section: PrestoSection): Sourced<number> | undefined {
  const amount = pick(section, "worker_memory");
  return amount.value === null
    ? undefined
    : inBytes(sourced(amount.value, amount.origin), "the memory of a worker of Presto");
}

/** Bytes of the coordinator's container. */
export function coordinatorMemory(section: PrestoSection): Sourced<number> {
  return inBytes(pick(section, "coordinator_memory"), "the memory of Presto's coordinator");
}

/** CLP's shares, of a worker's own memory: half for a query, nine tenths for all of them, in whole gibibytes. */
export function workerShares({ value: bytes, origin }: Sourced<number>): {
  readonly query: Sourced<number>;
  readonly system: Sourced<number>;
} {
  const query = Math.max(1, Math.floor(0.5 * (bytes / GIB)));
  const system = Math.max(query, Math.floor(0.9 * (bytes / GIB)));
  return {
    query: sourced(query, derived("half of a worker's memory, in gibibytes", origin)),
    system: sourced(system, derived("nine tenths of a worker's memory, in gibibytes", origin)),
  };
}

/** Presto takes at most this for a query on the coordinator, as CLP has it. */
const LARGEST_QUERY_MIB = 1024;

/** Java's heap, and what a query may take of it: no more than a quarter, with which the coordinator starts. */
export function coordinatorShares({ value: bytes, origin }: Sourced<number>): {
  readonly heap: Sourced<string>;
  readonly query: Sourced<string>;
} {
  const heap = Math.floor((0.8 * bytes) / MIB);
  const query = Math.min(LARGEST_QUERY_MIB, Math.floor(heap / 4));
  return {
    heap: sourced(
      `${heap}m`,
      derived("four fifths of the coordinator's memory: Java needs the rest beside its heap", origin),
    ),
    query: sourced(
      query === LARGEST_QUERY_MIB ? "1GB" : `${query}MB`,
      derived("a quarter of the heap, and CLP's gigabyte at most", origin),
    ),
  };
}

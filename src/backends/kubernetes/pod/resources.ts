/** Requests and limits of containers: in the API server's own spelling, and what it would refuse. */
import type { Reporter } from "../../../base/diagnostic.ts";
import { type Origin, sourced } from "../../../base/origin.ts";
import { quantity } from "../../../base/quantity.ts";
import type { Job, Service } from "../../../model/model.ts";
import { type Tree, tree } from "../../../model/tree.ts";
import { withAmount } from "../../cluster/amounts.ts";

/**
 * What a container of a workload is promised, and gets at most: what the site file says, and of memory also
 * what the process is told to make do with (P15, P22).
 */
export function resourcesOf(given: Tree | undefined, { memory }: Service | Job): Tree | undefined {
  if (memory === undefined) return given === undefined ? undefined : canonicalResources(given);
  const amount = tree(inUnits(memory.value), memory.origin);
  return canonicalResources(
    ["requests", "limits"].reduce(
      (resources, section) => withAmount(resources, section, "memory", amount),
      given ?? tree({}, memory.origin),
    ),
  );
}

/** Bytes as people write them, where they come out even. */
function inUnits(bytes: number): string {
  const [unit = "", size = 1] =
    [["Gi", 1024 ** 3] as const, ["Mi", 1024 ** 2] as const].find(([, one]) => bytes % one === 0) ?? [];
  return `${bytes / size}${unit}`;
}

/** The requests and limits of the site file; a spelling other than the API server's would look like a change. */
function canonicalResources(resources: Tree): Tree {
  if (resources.kind !== "map") return resources;
  return {
    ...resources,
    entries: resources.entries.map(([key, amounts]) => [key, canonicalAmounts(amounts)] as const),
  };
}

function canonicalAmounts(amounts: Tree): Tree {
  if (amounts.kind !== "map") return amounts;
  return {
    ...amounts,
    entries: amounts.entries.map(([name, amount]) => {
      const text = amount.kind === "sourced" ? String(amount.value) : "0";
      return [name, sourced(quantity(text)?.canonical ?? text, amount.origin)] as const;
    }),
  };
}

interface Amount {
  readonly name: string;
  readonly text: string;
  readonly nano: bigint;
  readonly origin: Origin;
}

const PLAIN = new Set(["cpu", "memory", "ephemeral-storage"]);
const UNIT = 10n ** 9n;
const MILLI = 10n ** 6n;

/** Reports CLP5206 for each amount that the API server would refuse or warn of. */
export function checkResources(resources: Tree, reporter: Reporter): void {
  const found = {
    requests: amounts(resources, "requests", reporter),
    limits: amounts(resources, "limits", reporter),
  };
  for (const amount of [...found.requests, ...found.limits]) checkAmount(amount, reporter);
  for (const request of found.requests) {
    const limit = found.limits.find(({ name }) => name === request.name);
    if (limit !== undefined && request.nano > limit.nano) {
      reporter.report(
        "CLP5206",
        request.origin,
        `Cannot request ${request.text} of ${request.name}: the limit is ${limit.text}`,
        {
          also: [{ origin: limit.origin, text: "the limit" }],
          help: "Request no more than the limit",
        },
      );
    }
    if (!PLAIN.has(request.name) && (limit === undefined || limit.nano !== request.nano)) {
      reporter.report("CLP5206", request.origin, `Cannot request ${request.name} without the same limit`, {
        help: `Write the same amount of ${request.name} below limits`,
      });
    }
  }
}

function amounts(resources: Tree, section: string, reporter: Reporter): readonly Amount[] {
  const held = resources.kind === "map" ? resources.entries.find(([key]) => key === section)?.[1] : undefined;
  if (held?.kind !== "map") return [];
  return held.entries.flatMap(([name, amount]) => {
    const text = amount.kind === "sourced" ? String(amount.value) : "";
    const read = quantity(text);
    if (read !== undefined) return [{ name, text, nano: read.nano, origin: amount.origin }];
    reporter.report("CLP5206", amount.origin, `Cannot use the amount ${text}: no quantity is so large`);
    return [];
  });
}

function checkAmount({ name, text, nano, origin }: Amount, reporter: Reporter): void {
  const isHugePages = name.startsWith("hugepages-");
  if (!PLAIN.has(name) && !isHugePages && !/^(?!requests\.)[^/]+\/[^/]+$/.test(name)) {
    reporter.report("CLP5206", origin, `Cannot ask for ${name}: containers have no such resource`, {
      help: "Containers have cpu, memory, ephemeral-storage, hugepages-SIZE, and resources of a domain such as example.com/gpu",
    });
  } else if (name === "cpu" ? nano % MILLI !== 0n : nano % UNIT !== 0n) {
    const finest =
      name === "cpu" ? "a thousandth of a CPU" : PLAIN.has(name) || isHugePages ? "a byte" : "one";
    reporter.report(
      "CLP5206",
      origin,
      `Cannot use the amount ${text} of ${name}: nothing is finer than ${finest}`,
      {
        help:
          name === "cpu" ? "write thousandths, such as 500m" : "write a whole number, such as 2, or 512Mi",
      },
    );
  }
}

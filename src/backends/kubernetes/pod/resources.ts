/** Requests and limits of containers: in the API server's own spelling, and what it would refuse. */
import type { Reporter } from "../../../base/diagnostic.ts";
import type { Origin } from "../../../base/origin.ts";
import { quantity } from "../../../base/quantity.ts";
import type { Tree } from "../../../model/tree.ts";

/** The requests and limits of the site file; a spelling other than the API server's would look like a change. */
export function canonicalResources(resources: Tree): Tree {
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
      const text = amount.kind === "scalar" ? String(amount.value) : "0";
      return [
        name,
        { kind: "scalar", value: quantity(text)?.canonical ?? text, origin: amount.origin },
      ] as const;
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
    const text = amount.kind === "scalar" ? String(amount.value) : "";
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

/** What an API server refuses of the requests and limits of a container, or warns of. */
import type { Origin } from "../../base/origin.ts";
import { quantity } from "../../base/quantity.ts";
import type { Tree } from "../../model/tree.ts";
import { get } from "./tree-paths.ts";

/** What a finding (CLP5206) says of it. */
export interface ResourceFault {
  readonly at: Origin;
  readonly message: string;
  readonly also?: readonly { readonly origin: Origin; readonly text: string }[];
  readonly help?: string;
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

/** @param resources with the amounts that nobody wrote: one of these may be at odds with one that somebody did */
export function resourceFaults(resources: Tree): readonly ResourceFault[] {
  const faults: ResourceFault[] = [];
  const [requests, limits] = [
    amountsIn(resources, "requests", faults),
    amountsIn(resources, "limits", faults),
  ];
  return [
    ...faults,
    ...[...requests, ...limits].flatMap(amountFaults),
    ...requests.flatMap((request) =>
      requestFaults(
        request,
        limits.find(({ name }) => name === request.name),
      ),
    ),
  ];
}

function amountsIn(resources: Tree, section: string, faults: ResourceFault[]): readonly Amount[] {
  const held = get(resources, section);
  if (held?.kind !== "map") return [];
  return held.entries.flatMap(([name, amount]) => {
    const text = amount.kind === "sourced" ? String(amount.value) : "";
    const read = quantity(text);
    if (read !== undefined) return [{ name, text, nano: read.nano, origin: amount.origin }];
    faults.push({ at: amount.origin, message: `Cannot use the amount ${text}: no quantity is so large` });
    return [];
  });
}

function amountFaults({ name, text, nano, origin }: Amount): readonly ResourceFault[] {
  const isHugePages = name.startsWith("hugepages-");
  if (!PLAIN.has(name) && !isHugePages && !/^(?!requests\.)[^/]+\/[^/]+$/.test(name))
    return [
      {
        at: origin,
        message: `Cannot ask for ${name}: containers have no such resource`,
        help: "Containers have cpu, memory, ephemeral-storage, hugepages-SIZE, and resources of a domain such as example.com/gpu",
      },
    ];
  if (name === "cpu" ? nano % MILLI === 0n : nano % UNIT === 0n) return [];
  const finest = name === "cpu" ? "a thousandth of a CPU" : PLAIN.has(name) || isHugePages ? "a byte" : "one";
  return [
    {
      at: origin,
      message: `Cannot use the amount ${text} of ${name}: nothing is finer than ${finest}`,
      help: name === "cpu" ? "write thousandths, such as 500m" : "write a whole number, such as 2, or 512Mi",
    },
  ];
}

function requestFaults(request: Amount, limit: Amount | undefined): readonly ResourceFault[] {
  const faults: ResourceFault[] = [];
  if (limit !== undefined && request.nano > limit.nano)
    faults.push({
      at: request.origin,
      message: `Cannot request ${request.text} of ${request.name}: the limit is ${limit.text}`,
      also: [{ origin: limit.origin, text: "the limit" }],
      help: "Request no more than the limit",
    });
  if (!PLAIN.has(request.name) && (limit === undefined || limit.nano !== request.nano))
    faults.push({
      at: request.origin,
      message: `Cannot request ${request.name} without the same limit`,
      help: `Write the same amount of ${request.name} below limits`,
    });
  return faults;
}

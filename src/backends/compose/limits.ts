/** What a container gets at most, in Docker's units. */
import type { Reporter } from "../../base/diagnostic.ts";
import type { Sourced } from "../../base/origin.ts";
import { map, sourced } from "../../base/origin.ts";
import { inEvenUnit, quantity, type Unit } from "../../base/quantity.ts";
import type { DeploymentModel, Job, Service } from "../../model/model.ts";
import type { Loose } from "../../model/tree.ts";

/** Quantities as the site file has them: `500m`, `2Gi`. */
export interface Limits {
  readonly cpu?: Sourced<string>;
  readonly memory?: Sourced<string>;
}

const NANO = 10n ** 9n;

/** The least that Docker takes (facts: moby, daemon_unix.go: "Minimum memory limit allowed is 6MB", "from 0.01 to"). */
const LEAST_MEMORY = 6n * 1024n * 1024n * NANO;
const LEAST_CPU = NANO / 100n;

const UNITS: readonly Unit[] = [
  ["g", 1024n ** 3n],
  ["m", 1024n ** 2n],
  ["k", 1024n],
  ["b", 1n],
];

export function limitsOf(
  limits: Readonly<Record<string, Limits>>,
  workload: Service | Job,
): Limits | undefined {
  const name = (workload.kind === "service" ? workload.instanceOf : undefined) ?? workload.name;
  const given = limits[name.replaceAll("-", "_")];
  const { memory } = workload;
  if (memory === undefined || given?.memory !== undefined) return given;
  return { ...given, memory: sourced(String(memory.value), memory.origin) };
}

/** `deploy.resources` of a service. */
export function resourcesTree({ cpu, memory }: Limits): Loose {
  return {
    limits: {
      cpus: cpu === undefined ? undefined : map(cpu, "CPUs in Docker's notation", inCpus),
      memory: memory === undefined ? undefined : map(memory, "bytes in Docker's notation", inBytes),
    },
  };
}

/** `0.5`: decimal, without zeros at the end. */
export function inCpus(text: string): string {
  const { nano } = quantity(text)!;
  const rest = String(nano % NANO)
    .padStart(9, "0")
    .replace(/0+$/, "");
  return `${nano / NANO}${rest === "" ? "" : `.${rest}`}`;
}

/** The bytes of a quantity, rounded down. */
export function bytesIn(text: string): bigint {
  return quantity(text)!.nano / NANO;
}

/** `2g`, where it comes out even; else `1500000000b`. */
function inBytes(text: string): string {
  return inEvenUnit(bytesIn(text), UNITS)!;
}

/** Reports CLP5213 for each amount that Docker refuses; true where there is none. */
export function checkLimits(
  { components }: DeploymentModel,
  limits: Readonly<Record<string, Limits>>,
  reporter: Reporter,
): boolean {
  let fits = true;
  const refuse = (amount: Sourced<string>, why: string, help: string): void => {
    fits = false;
    reporter.report("CLP5213", amount.origin, `Cannot limit a container to ${amount.value}: ${why}`, {
      help,
    });
  };
  for (const component of components) {
    if (component.kind === "external") continue;
    const { cpu, memory } = limitsOf(limits, component) ?? {};
    const cpus = cpu === undefined ? undefined : quantity(cpu.value)?.nano;
    if (cpu !== undefined && (cpus === undefined || cpus < LEAST_CPU)) {
      refuse(cpu, "Docker takes 0.01 CPUs at least", "Write thousandths of a CPU, such as 500m");
    }
    const bytes = memory === undefined ? undefined : quantity(memory.value)?.nano;
    if (memory !== undefined && (bytes === undefined || bytes < LEAST_MEMORY || bytes % NANO !== 0n)) {
      refuse(memory, "Docker takes 6 MiB at least, and whole bytes", "Write an amount such as 512Mi");
    }
  }
  return fits;
}

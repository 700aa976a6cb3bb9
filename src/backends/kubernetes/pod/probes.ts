/** How the kubelet asks a service whether it is up, ready, and alive. */
import { constant } from "../../../base/origin.ts";
import type { Probe, Probes, Service } from "../../../model/model.ts";
import { type Loose, tree } from "../../../model/tree.ts";
import type { Installation } from "../installation.ts";

/** What the kubelet asks a service; undefined where it has nothing to ask. */
export function probesOf({ health, probes }: Service): Probes | undefined {
  return health === "none" ? probes : health.probes;
}

/** The probes of a container. */
export function probes({ model }: Installation, service: Service): Readonly<Record<string, Loose>> {
  const found = probesOf(service);
  if (found === undefined) return {};
  const origin = constant(`how ${service.id} of ${model.release.value.name} is asked for its health`);
  const times = (probe: Probe, periodSeconds: number, timeoutSeconds: number, failureThreshold: number) =>
    tree({ ...handler(probe), periodSeconds, timeoutSeconds, failureThreshold }, origin);
  const { alive, ready, started = alive } = found;
  return {
    // Ten minutes for a first start, or for a repair after a crash.
    startupProbe: isCommand(started) ? times(started, 5, 30, 120) : times(started, 2, 5, 300),
    // A command starts a client of its own, which on a busy node takes its time.
    readinessProbe: times(ready, 10, isCommand(ready) ? 10 : 5, 3),
    livenessProbe: times(alive, 30, isCommand(alive) ? 10 : 5, 3),
  };
}

function isCommand({ kind }: Probe): boolean {
  return kind === "command";
}

function handler(probe: Probe): Readonly<Record<string, Loose>> {
  switch (probe.kind) {
    case "tcp":
      return { tcpSocket: { port: probe.port } };
    case "http":
      return { httpGet: { path: probe.path, port: probe.port } };
    case "command":
      return { exec: { command: probe.command } };
    default:
      return probe satisfies never;
  }
}

/** How the health of a container is asked: by a connection, by the kernel's list of ports, by a page. */
import type { HealthCheck, Probe } from "../model/model.ts";
import { value } from "../model/value.ts";

/** For a health check that starts a virtual machine of its own: on a busy host that takes more than CLP's 2 seconds. */
export const HEAVY_CHECK_SECONDS = 30;

/** Healthy while the port takes connections. */
export function tcpHealth(host: string, port: number): HealthCheck {
  const probe: Probe = { kind: "tcp", port };
  return {
    form: "exec",
    test: [value`bash`, value`-c`, value`< /dev/tcp/${host}/${port}`],
    probes: { ready: probe, alive: probe },
  };
}

/**
 * Healthy while somebody listens on the port, by the kernel's own list. No connection is made: Spider's
 * scheduler would log each as an error, and a reducer without a job would keep each in its queue.
 */
export function listeningHealth(port: number): HealthCheck {
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  const command = ["grep", "-qs", `:${hex} 0*:0000 0A`, "/proc/net/tcp", "/proc/net/tcp6"];
  const probe: Probe = { kind: "command", command, environment: [] };
  return {
    form: "exec",
    test: command.map((word) => value`${word}`),
    probes: { ready: probe, alive: probe },
  };
}

/** Healthy while a page answers. */
export function httpHealth(host: string, port: number, path = "/health"): HealthCheck {
  const probe: Probe = { kind: "http", port, path };
  return {
    form: "exec",
    test: [value`curl`, value`-f`, value`http://${host}:${port}${path}`],
    probes: { ready: probe, alive: probe },
  };
}

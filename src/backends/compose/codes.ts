/** What Compose cannot hold a service to. */
import type { CodeTable } from "../../base/code-entry.ts";

export const COMPOSE_CODES = {
  CLP5213: {
    severity: "error",
    title: "Limit that Docker does not take",
    explanation:
      "A container has 0.01 CPUs and 6 MiB of memory at least, and memory is counted in whole bytes. Docker would refuse to make the container.",
    wrong: "compose: {resources: {redis: {limits: {memory: 512}}}}",
    right: "compose: {resources: {redis: {limits: {memory: 512Mi}}}}",
    source: "moby, daemon/daemon_unix.go",
  },
} as const satisfies CodeTable;

/** What Compose cannot hold a service to, and secrets that it takes from its environment. */
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
  CLP5280: {
    severity: "error",
    title: "Secret that a container reads from a file",
    explanation:
      "With `compose: {secrets: environment}` no file of a host holds a secret. Keys of S3 in the config, and the database's password in the catalog of Presto, are read from files, and from nowhere else.",
    wrong: "compose: {secrets: environment}   # and in the config aws_authentication: {type: credentials, …}",
    right: "compose: {secrets: environment}   # and in the config aws_authentication: {type: profile, …}",
    source: "The containers' config; Presto's catalog files; docs/secrets.md",
  },
  CLP5281: {
    severity: "note",
    title: "Secrets that each docker compose command needs",
    explanation:
      "With `compose: {secrets: environment}` no `.env` holds secrets, and the compose file refuses to be read without them: `docker compose up`, and `down`, `ps` and `logs` as well, need the variables that `.env.example` names. Containers that run need nobody: Docker starts them again by itself.",
    wrong: "docker compose logs",
    right: "sops exec-env secrets.yaml 'docker compose logs'",
    source: "Docker Compose: required variables; docs/secrets.md",
  },
} as const satisfies CodeTable;

/** What the rules of `shared-storage.ts` report. */
import type { CodeTable } from "../../base/code-entry.ts";

// Two hosts that share all files: an example has another in the place of what it is about.
const CONTROL = "{name: control, address: 10.0.0.11, components: [infrastructure, schedulers, rest]}";
const HOSTS = `hosts: [${CONTROL}, {name: worker-1, address: 10.0.0.21, cpus: 8, components: [workers]}]`;
const STORAGE =
  "shared_storage: {archives: {mounted: true}, streams: {mounted: true}, logs_input: {mounted: true}}";
const HOME = "host: {clp_home: /home/clp/clp-package}";
const DEPLOYMENT = `${HOSTS}\n${STORAGE}\n${HOME}`;

export const SHARED_STORAGE_CODES = {
  CLP3106: {
    severity: "error",
    title: "Several hosts without shared files",
    explanation:
      "Archives, streams and log input that are files are the same files for all hosts that use them: what one worker compresses, another searches. Say in `shared_storage` how: `nfs` lets Docker mount what a server exports, and with `mounted: true` somebody mounts them at the config's path on every host. Or keep them on S3.",
    wrong: `${HOSTS}\nshared_storage: {streams: {mounted: true}, logs_input: {mounted: true}}\n${HOME}`,
    right: DEPLOYMENT,
    source: "CLP's guide to Docker Compose on several hosts",
  },
  CLP3109: {
    severity: "error",
    title: "Shared files without one way",
    explanation: "Each entry of `shared_storage` says one way: `nfs` or `mounted: true`.",
    wrong: `${HOSTS}\nshared_storage: {archives: {}, streams: {mounted: true}, logs_input: {mounted: true}}\n${HOME}`,
    right: DEPLOYMENT,
    source: "the site file",
  },
  CLP3110: {
    severity: "error",
    title: "Mounted files without a place",
    explanation:
      "What somebody mounts on every host is at one path, which must be absolute: a relative one begins beside each host's compose file where `host.clp_home` is not set.",
    wrong: `${HOSTS}\n${STORAGE}`,
    right: DEPLOYMENT,
    source: "the site file",
  },
  CLP3111: {
    severity: "error",
    title: "Shared files of different users",
    explanation:
      "Services on several hosts write the same archives and streams, so that they run as one user everywhere: files of another one they could not replace or remove.",
    wrong: `hosts: [${CONTROL}, {name: worker-1, address: 10.0.0.21, cpus: 8, uid: 1001, components: [workers]}]\n${STORAGE}\n${HOME}`,
    right: DEPLOYMENT,
    source: "POSIX permissions; NFS",
  },
} as const satisfies CodeTable;

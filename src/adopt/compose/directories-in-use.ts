/** Directories of the host that a running project uses, by what its services mount. */
import { type DocPath, formatPath } from "../../base/origin.ts";
import type { Assignment } from "../draft.ts";
import type { PlainMap } from "../plain.ts";
import { bindsOf, configPathIn, isCompiled } from "./project-document.ts";

/** Files of the package that CLP's own project mounts: their paths end with these. */
const PACKAGE_FILES = ["/etc/mysql/conf.d/logging.cnf", "/etc/redis/redis.conf", "/etc/mongo/mongod.conf"];
const CREDENTIALS = "/etc/credentials.yaml";
/** What the compiler makes for containers, beside its compose file. */
const OWN_CONFIG = "/var/log/.clp-config.yaml";
/** The usual folder of the scheduler's logs, which each deployment mounts; containers see it there, wherever it is. */
const LOGS = "/var/log/user";

/**
 * Where the package stands: relative paths of the config start there.
 *
 * @param config what containers read, where it is at hand: it has the credentials' path on the host
 */
export function homeOf(services: PlainMap, config: PlainMap | undefined): string | undefined {
  const mounted = Object.values(services).flatMap((one) => bindsOf(one).map(({ source }) => source));
  const credentials = String(config?.["credentials_file_path"] ?? "");
  const home = (paths: readonly string[], ends: readonly string[]): string | undefined => {
    for (const path of paths) {
      const end = ends.find((one) => path.endsWith(one) && path.length > one.length);
      if (end !== undefined) return path.slice(0, -end.length);
    }
    return undefined;
  };
  const ofPackage = () => home(mounted, PACKAGE_FILES);
  const ofCredentials = () => home([credentials], [CREDENTIALS]);
  if (!isCompiled(services)) return ofPackage() ?? ofCredentials();
  // What the compiler makes stands beside its own compose file, where relative paths start if nobody says where.
  if (credentials.startsWith("./")) return home([configPathIn(services) ?? ""], [OWN_CONFIG]);
  return ofCredentials() ?? home(mounted, [LOGS]);
}

/** The folder of the scheduler's logs in the directory of all logs. */
const USER_LOGS = "/user";
/** Servers keep their data in folders of one directory, which their mounts name alone. */
const DATA_FOLDERS = ["/database", "/redis", "/results_cache"];
/** Below it containers see the directory of logs to compress, under its own path. */
const LOGS_IN_CONTAINER = /^\/mnt\/logs(?:\/|$)/;

/** Directories of which containers see a part, or under another path. */
export function directoriesOf(services: PlainMap): readonly Assignment[] {
  const directory = (path: DocPath, value: string, service: string): Assignment => ({
    file: "config",
    path,
    value,
    from: { name: formatPath([service, "volumes"]), span: undefined },
  });
  return Object.entries(services).flatMap(([service, one]) =>
    bindsOf(one).flatMap(({ source, target }) => {
      if (LOGS_IN_CONTAINER.test(target)) return [directory(["logs_input", "directory"], source, service)];
      if (target === LOGS && source.endsWith(USER_LOGS) && source !== USER_LOGS)
        return [directory(["logs_directory"], source.slice(0, -USER_LOGS.length), service)];
      const folder = /^\/(?:var\/lib\/mysql|data|data\/db)$/.test(target)
        ? DATA_FOLDERS.find((end) => source.endsWith(end) && source.length > end.length)
        : undefined;
      return folder === undefined
        ? []
        : [directory(["data_directory"], source.slice(0, -folder.length), service)];
    }),
  );
}

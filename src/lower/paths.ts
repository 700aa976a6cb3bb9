/** Paths of the config → paths on the host and in containers. Text alone: nothing is looked up on a disk. */
import type { Reporter } from "../base/diagnostic.ts";
import { derived, map, type Sourced, sourced } from "../base/origin.ts";
import { pick } from "../base/typed.ts";
import type { Outline } from "./deployment.ts";

/** Under which containers see the log input. */
const LOGS_INPUT_ROOT = "/mnt/logs";

/** As Python's `pathlib` writes a path: no doubled or trailing slash, no `.`; `..` stays. */
function clean(path: string): string {
  const steps = path.split("/").filter((step) => step !== "" && step !== ".");
  return `${path.startsWith("/") ? "/" : ""}${steps.join("/")}` || ".";
}

/** A path without `.` and `..`, for comparison; a relative one may keep leading `..`. */
export function normalize(path: string): string {
  const steps: string[] = [];
  for (const step of clean(path).split("/")) {
    if (step === "..") {
      if (steps.length > 0 && steps.at(-1) !== "..") steps.pop();
      else if (!path.startsWith("/")) steps.push(step);
    } else if (step !== "" && step !== ".") steps.push(step);
  }
  return path.startsWith("/") ? `/${steps.join("/")}` : steps.join("/") || ".";
}

/**
 * A path of the config on the host: absolute, or `./…` relative to the compose file where the site
 * file has no `clp_home`. `~` is the site's `home` (D50). Reports CLP3030 for a `~` without a home
 * and CLP3031 for a relative path that leaves the folder of the compose file.
 */
export function hostPath({ site }: Outline, path: Sourced<string>, reporter: Reporter): Sourced<string> {
  const text = clean(path.value);
  if (text === "~" || text.startsWith("~/")) {
    const home = pick(site.host, "home");
    if (home.value === null) {
      reporter.report("CLP3030", path.origin, `Cannot tell what "~" means in "${path.value}"`, {
        help: "Set `host: { home: /home/NAME }` in the site file, or write the path in full",
      });
      return sourced("/", { kind: "invalid", path: [], span: undefined });
    }
    return sourced(
      clean(`${home.value}/${text.slice(1)}`),
      derived("~ is the site file's host.home", path.origin, home.origin),
    );
  }
  if (text.startsWith("/")) return map(path, "an absolute path of the host", () => text);
  const clpHome = pick(site.host, "clp_home");
  if (clpHome.value !== null) {
    return sourced(
      clean(`${clpHome.value}/${text}`),
      derived("a relative path starts at the site file's host.clp_home", path.origin, clpHome.origin),
    );
  }
  if (/^\.\.(?:\/|$)/.test(normalize(text))) {
    reporter.report(
      "CLP3031",
      path.origin,
      `The relative path "${path.value}" leaves the folder of the compose file`,
      {
        also: [{ origin: clpHome.origin, text: "no clp_home is set here" }],
        help: "Write an absolute path, or set `host.clp_home` in the site file",
      },
    );
  }
  return sourced(
    text === "." ? "." : `./${text}`,
    derived(
      "a relative path starts beside the compose file where host.clp_home is null",
      path.origin,
      clpHome.origin,
    ),
  );
}

/** A directory below another, both on the host and as {@link hostPath} writes them. */
export function below(folder: Sourced<string>, name: string): Sourced<string> {
  return map(folder, `${name} lies in this directory`, (path) =>
    path.startsWith("/") ? clean(`${path}/${name}`) : `./${clean(`${path}/${name}`)}`,
  );
}

/** Where containers see the log input: `/mnt/logs` and the host's path behind it. */
export function logsInputInContainer(host: Sourced<string>): Sourced<string> {
  return map(host, "containers see the log input below /mnt/logs", (path) => {
    const normal = normalize(path);
    return normal === "/" || normal === "."
      ? LOGS_INPUT_ROOT
      : `${LOGS_INPUT_ROOT}/${normal.replace(/^\//, "")}`;
  });
}

/** What must hold of every release after it has run: it is well, it is what was compiled, it keeps its secrets. */
import { join } from "node:path";
import { ok } from "../machine.ts";
import { notAmong, searchHost, secretSearch, VISITS } from "../sound.ts";
import { type Release, untilEnded, type WorkloadState } from "./release.ts";

/**
 * Where a secret is known to be seen: Spider's programs take a URL as an argument, and Redis its password until
 * it has started and hides it. Probes show none here.
 */
const SEEN_IN_PROCESSES = [/^redis-server\b/, /spider[-_](scheduler|worker)/];

export interface SoundOptions {
  /** Workloads that may have been restarted, since something was done to them. */
  readonly restarted?: boolean;
}

/** Waits until a release is well, and throws with everything about it that is not as it must be. */
export async function expectSound(
  release: Release,
  { restarted = false }: SoundOptions = {},
): Promise<readonly WorkloadState[]> {
  const workloads = await release.settle();
  const wrong: string[] = [];
  if (!restarted) {
    wrong.push(
      ...workloads.filter(({ restarts }) => restarts > 0).map(({ name }) => `${name} was restarted`),
    );
  }
  wrong.push(...(await changedByPreparing(release)));
  const checked = await release.check();
  if (checked.code !== 0) wrong.push(`check is not clean: ${checked.stdout}${checked.stderr}`);
  if (workloads.some(({ component }) => component === "database")) {
    const visits = await ok(release.exec("database", ...VISITS));
    wrong.push(...notAmong([...new Set(workloads.map(({ component }) => component))], visits.stdout));
  }
  wrong.push(...(await leaks(release)));
  if (wrong.length > 0) throw new Error(wrong.join("\n"));
  return workloads;
}

/** What `prepare.sh` finds to do after a run: owners and modes that the node has changed. */
async function changedByPreparing(release: Release): Promise<string[]> {
  const before = await owners(release);
  await ok(release.prepare());
  const after = await owners(release);
  return [...before]
    .filter(([path, how]) => after.has(path) && after.get(path) !== how)
    .map(([path, how]) => `prepare.sh changes ${path}: ${how} to ${after.get(path)}`);
}

/** Owner, group and mode of every file and directory of a release on the node. */
async function owners({ node, home }: Release): Promise<ReadonlyMap<string, string>> {
  // Files come and go while services run.
  const { stdout } = await node.run(["find", home, "-printf", "%U:%G %m %p\\n"]);
  return new Map(
    stdout
      .trimEnd()
      .split("\n")
      .map((line) => /^(\S+ \S+) (.*)$/.exec(line)!)
      .map(([, how, path]) => [path!, how!] as const),
  );
}

/** Where secrets are seen that must not be; their values are never told. */
export async function leaks(release: Release): Promise<string[]> {
  const { node, home } = release;
  const secrets = secretSearch(node, home);
  const places = { logs: release.logs(), out: join(home, "out") };
  const wrong = await searchHost(node, places, SEEN_IN_PROCESSES, secrets);
  for (const [container, said] of await outputs(release)) secrets.search(`the output of ${container}`, said);
  const kinds = "deployments,statefulsets,replicasets,jobs,pods,services,configmaps,events,pvc,pv";
  secrets.search("what whoever may not see Secrets sees", await release.kubectl("get", kinds, "-o", "json"));
  return [...wrong, ...secrets.found];
}

/** What each container of a release has said: one question, since each starts a program. */
async function outputs(release: Release): Promise<ReadonlyMap<string, string>> {
  const { name, kubectl } = release;
  // What was scaled down or replaced may be well, and not be gone yet.
  await untilEnded(release);
  const all = ["--all-containers", "--prefix", "--tail", "-1", "--max-log-requests", "200"];
  const said = await kubectl("logs", "--selector", `app.kubernetes.io/instance=${name}`, ...all);
  const byContainer = new Map<string, string>();
  for (const line of said.split("\n")) {
    const [, container = "a container", text = line] = /^\[(\S+)\] ?(.*)$/.exec(line) ?? [];
    byContainer.set(container, `${byContainer.get(container) ?? ""}${text}\n`);
  }
  return byContainer;
}

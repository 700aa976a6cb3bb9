/** Compares two compiled deployments. */
import type { DeploymentModel } from "../model/model.ts";
import { composePlan } from "./compare/compose-plan.ts";
import { helmPlan } from "./compare/helm-plan.ts";
import { hostsPlan, secretsOnHosts } from "./compare/hosts-plan.ts";
import { kubernetesPlan } from "./compare/kubernetes-plan.ts";
import { passageBetween, releasesPlan } from "./compare/passage.ts";
import { hostLists } from "./compare/regrouped.ts";
import { compiles } from "./compare/typed-commands.ts";
import type { CompiledFiles, TypedFrom } from "./compiled-files.ts";
import type { Plan, Side } from "./plan.ts";
import { readingOnce } from "./read/compiled-documents.ts";
import { type Deployed, readDeployed } from "./read/deployed.ts";

/**
 * What changes when the files of `after` take the place of those of `before`. Needs the files alone,
 * not the inputs that they were compiled from. Secrets are compared where both sides have their files.
 *
 * @param model of the later deployment, where it was compiled just now: it tells who reads what
 * @param typedFrom left out, its commands are typed where what they are about is: `clp-compile` beside the inputs,
 *   `docker compose` in `compose`, `helm` in `helm`, and all else in the output folder
 * @throws UnreadableFile where a file is not what a compilation writes
 */
export function planBetween(
  before: CompiledFiles,
  after: CompiledFiles,
  model?: DeploymentModel,
  typedFrom?: TypedFrom,
): Plan {
  const read = readingOnce();
  const [old, now] = [before, after].map((files) => readDeployed(files, typedFrom, read)) as [
    Deployed,
    Deployed,
  ];
  const secrets = secretsOnHosts(old, now);
  const passage = passageBetween(old, now);
  const compose = composePlan(old, now, { secrets, model, passage });
  const lists = hostLists(old, now);
  const hosts = lists === undefined ? undefined : hostsPlan(lists, model, passage, compiles(now));
  const kubernetes = kubernetesPlan(old, now, secrets, model, passage);
  const helm = helmPlan(old, now, secrets, passage);
  const [had, has] = [outputsOf(old), outputsOf(now)];
  const different =
    old.release !== now.release ||
    old.type !== now.type ||
    (compose?.steps.length ?? 0) > 0 ||
    hosts?.hosts.some(({ action }) => action !== "keep") === true ||
    (hosts?.steps.length ?? 0) > 0 ||
    lists?.takenFor !== undefined ||
    (kubernetes?.steps.length ?? 0) > 0 ||
    (helm?.values.length ?? 0) > 0 ||
    secrets.added.length + secrets.removed.length + secrets.changed.length > 0;
  return {
    version: 1,
    different,
    before: sideOf(old),
    after: sideOf(now),
    secrets,
    ...(passage === undefined ? {} : { releases: releasesPlan(passage, old) }),
    ...(compose === undefined ? {} : { compose }),
    ...(hosts === undefined ? {} : { hosts }),
    ...(kubernetes === undefined ? {} : { kubernetes }),
    ...(helm === undefined ? {} : { helm }),
    added: has.filter((name) => !had.includes(name) && !(hosts !== undefined && isOfHosts(name))),
    removed: had.filter((name) => !has.includes(name) && !(hosts !== undefined && isOfHosts(name))),
    notes: notesOn(old, now, different, lists?.takenFor),
  };
}

function sideOf({ release, type }: Deployed): Side {
  return { release, type };
}

/** How many hosts there are, the plan of the hosts tells. */
function isOfHosts(output: string): boolean {
  return output.startsWith("Docker Compose");
}

function outputsOf({ compose, hosts, kubernetes, helm }: Deployed): readonly string[] {
  return [
    ...(hosts === undefined ? [] : [`Docker Compose on ${hosts.length} hosts`]),
    ...(compose === undefined ? [] : ["Docker Compose"]),
    ...(kubernetes === undefined ? [] : ["Kubernetes"]),
    ...(helm === undefined ? [] : ["Helm"]),
  ];
}

function notesOn(
  before: Deployed,
  after: Deployed,
  different: boolean,
  takenFor: string | undefined,
): readonly string[] {
  const notes: string[] = [];
  if (before.compiler !== "" && after.compiler !== "" && before.compiler !== after.compiler)
    notes.push(`Compiled by clp-compile ${before.compiler} and ${after.compiler}.`);
  const others = [...after.files.texts].filter(
    ([path, text]) =>
      before.files.texts.has(path) &&
      before.files.texts.get(path) !== text &&
      !path.startsWith("docs/") &&
      !path.startsWith("diagram/") &&
      path !== "manifest.json",
  );
  if (different && before.compose !== undefined && after.compose !== undefined)
    notes.push(...unsaidOf(before, after));
  if (takenFor !== undefined)
    notes.push(
      `The one host is taken for ${takenFor}, which publishes at the same address or runs the most of the same. Where it is another machine, what ${takenFor} keeps is to be carried there, too.`,
    );
  if (!different && others.length > 0)
    notes.push(`The files differ in form alone: ${others.map(([path]) => path).join(", ")}.`);
  return notes;
}

/** What the manifest of an earlier compiler leaves in the dark. */
function unsaidOf(before: Deployed, after: Deployed): readonly string[] {
  const silent = [before, after].flatMap(({ volumes, owners }, index) =>
    volumes === undefined || owners === undefined ? [index === 0 ? "earlier" : "later"] : [],
  );
  if (silent.length === 0) return [];
  return [
    silent.length === 2
      ? "No manifest.json says what the directories of the host hold and whose they are: whether data would be left behind, or belongs to another user, is not known. Compile one side again to know more."
      : `The manifest.json of the ${silent[0]} deployment does not say what its directories hold and whose they are. They are taken for what the other one has at the same places in its containers; whether they change their owner is not known.`,
  ];
}

/** Compares two compiled deployments. */
import { COMPOSE_FOLDER } from "../base/compose-folder.ts";
import type { DeploymentModel } from "../model/model.ts";
import { composePlan } from "./compare/compose-plan.ts";
import { helmPlan } from "./compare/helm-plan.ts";
import { kubernetesPlan } from "./compare/kubernetes-plan.ts";
import { passageBetween, releasesPlan } from "./compare/passage.ts";
import { secretsPlan } from "./compare/secrets.ts";
import type { CompiledFiles } from "./compiled-files.ts";
import type { Plan, Side } from "./plan.ts";
import { type Deployed, hostOf, readDeployed } from "./read/deployed.ts";

/**
 * What changes when the files of `after` take the place of those of `before`. Needs the files alone,
 * not the inputs that they were compiled from. Secrets are compared where both sides have their files.
 *
 * @param model of the later deployment, where it was compiled just now: it tells who reads what
 * @throws UnreadableFile where a file is not what a compilation writes
 */
export function planBetween(before: CompiledFiles, after: CompiledFiles, model?: DeploymentModel): Plan {
  const [old, now] = [readDeployed(before), readDeployed(after)];
  const secrets = secretsPlan(old, now);
  const passage = passageBetween(old, now);
  const compose = composePlan(old, now, secrets, model, passage);
  const kubernetes = kubernetesPlan(old, now, secrets, model, passage);
  const helm = helmPlan(old, now, passage);
  const [had, has] = [outputsOf(old), outputsOf(now)];
  const different =
    old.release !== now.release ||
    old.type !== now.type ||
    (compose?.steps.length ?? 0) > 0 ||
    (kubernetes?.steps.length ?? 0) > 0 ||
    (helm?.values.length ?? 0) > 0 ||
    changedHosts(old, now).length > 0 ||
    secrets.added.length + secrets.removed.length + secrets.changed.length > 0;
  return {
    version: 1,
    different,
    before: sideOf(old),
    after: sideOf(now),
    secrets,
    ...(passage === undefined ? {} : { releases: releasesPlan(passage, old) }),
    ...(compose === undefined ? {} : { compose }),
    ...(kubernetes === undefined ? {} : { kubernetes }),
    ...(helm === undefined ? {} : { helm }),
    added: has.filter((name) => !had.includes(name)),
    removed: had.filter((name) => !has.includes(name)),
    notes: notesOn(old, now, different),
  };
}

function sideOf({ release, type }: Deployed): Side {
  return { release, type };
}

function outputsOf({ compose, hosts, kubernetes, helm }: Deployed): readonly string[] {
  return [
    ...(compose === undefined && hosts.size === 0 ? [] : ["Docker Compose"]),
    ...(kubernetes === undefined ? [] : ["Kubernetes"]),
    ...(helm === undefined ? [] : ["Helm"]),
  ];
}

/** The hosts whose bundles differ; what they run is not compared one by one. */
function changedHosts(before: Deployed, after: Deployed): readonly string[] {
  const [old, now] = [before, after].map(({ files }) => files.texts);
  const isKnown = (path: string): boolean =>
    !before.missingSecrets.includes(path) && !after.missingSecrets.includes(path);
  const changed = [...new Set([...old!.keys(), ...now!.keys()])].filter(
    (path) => isKnown(path) && old!.get(path) !== now!.get(path),
  );
  return [...new Set(changed.flatMap((path) => hostOf(path) ?? []))].sort();
}

function notesOn(before: Deployed, after: Deployed, different: boolean): readonly string[] {
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
  const hosts = changedHosts(before, after);
  if (hosts.length > 0)
    notes.push(
      `The bundle${hosts.length === 1 ? "" : "s"} of ${hosts.join(", ")} differ${hosts.length === 1 ? "s" : ""}. What changes for each component there is not told: compare the folders in ${COMPOSE_FOLDER}/hosts.`,
    );
  if (different && (before.compose ?? after.compose) !== undefined) notes.push(...unsaidOf(before, after));
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

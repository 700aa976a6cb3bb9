/** The commands of a plan that depend on where they are typed: beside the inputs, or in the folder of what they are about. */

import { compileCommand } from "../../base/compile-command.ts";
import { COMPOSE_FOLDER } from "../../base/compose-folder.ts";
import { pathWord, type ShellCommand, shell } from "../../base/shell.ts";
import type { Deployed } from "../read/deployed.ts";

/** Of a deployment, what commands depend on. */
export type Typed = Pick<Deployed, "typedFrom">;

/** Compiles the inputs of the deployment. */
export function compiles({ typedFrom }: Typed): ShellCommand {
  return compileCommand(typedFrom?.compile ?? []);
}

/** `docker compose`, as words. */
export function dockerCompose({ typedFrom }: Typed): readonly string[] {
  const folder =
    typedFrom === undefined ? [] : ["--project-directory", pathWord(`${typedFrom.out}/${COMPOSE_FOLDER}`)];
  return ["docker", "compose", ...folder];
}

/** Brings the deployment up. */
export function upAndWait(side: Typed, flags: readonly string[] = []): ShellCommand {
  return shell`${dockerCompose(side)} up --wait ${flags}`;
}

/** Takes the deployment down, with what its containers alone keep. */
export function down(side: Typed): ShellCommand {
  return shell`${dockerCompose(side)} down --volumes`;
}

/** Opens the database in its container, as its root. */
export function databaseInCompose(side: Typed): ShellCommand {
  return shell`${dockerCompose(side)} exec database sh -c 'mysql -u root -p"$MYSQL_ROOT_PASSWORD"'`;
}

/** Makes directories, and gives files to their users. */
export function prepares({ typedFrom }: Typed): ShellCommand {
  return shell`sh ${typedFrom === undefined ? "prepare.sh" : pathWord(`${typedFrom.out}/${COMPOSE_FOLDER}/prepare.sh`)}`;
}

/** The path of something below the output folder. */
export function inOutput({ typedFrom }: Typed, path: string): string {
  return typedFrom === undefined ? path : pathWord(`${typedFrom.out}/${path}`);
}

/** Applies the manifests of a folder. */
export function applies(side: Typed, folder: string): ShellCommand {
  return shell`kubectl apply -k ${inOutput(side, folder)}`;
}

/** The chart's values as flags of Helm. */
export function valuesFlags({ typedFrom }: Typed): readonly string[] {
  return ["values.yaml", "values.secret.yaml"].flatMap((name) => [
    "-f",
    typedFrom === undefined ? name : `${typedFrom.out}/helm/${name}`,
  ]);
}

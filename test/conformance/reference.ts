/** CLP v0.9.0's own derivations, which stand in `shared/` beside the checkout, as data for comparisons. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

const ROOT = new URL("../../../shared/reference/v0.9.0/", import.meta.url);

export interface ReferenceCase {
  readonly name: string;
  readonly config: string;
  readonly credentials: string;
  /** `full`, `base`, `spider-full` or `spider-base`. */
  readonly deployment: string;
  readonly env: Readonly<Record<string, string>>;
  readonly containerConfig: unknown;
  readonly webuiClient: unknown;
  readonly webuiServer: unknown;
  /** What Docker Compose resolved from CLP's own files; undefined where it refused them (D1). */
  readonly compose: ComposeProject | undefined;
}

export interface ComposeProject {
  readonly services: Readonly<Record<string, ComposeService>>;
}

export type ComposeService = Readonly<Record<string, unknown>>;

function json(path: string): never {
  return JSON.parse(readFileSync(fileURLToPath(new URL(path, ROOT)), "utf8")) as never;
}

function text(path: string): string {
  return readFileSync(fileURLToPath(new URL(path, ROOT)), "utf8");
}

/** The hand-made cases, by the name of their folder. */
export function handMadeCases(): readonly ReferenceCase[] {
  return readdirSync(fileURLToPath(new URL("cases/", ROOT)))
    .sort()
    .map((name) => {
      const here = `cases/${name}/`;
      const project: ComposeProject & { readonly error?: string } = json(
        `${here}expected/compose-config.json`,
      );
      return {
        name,
        config: text(`${here}clp-config.yaml`),
        credentials: text(`${here}credentials.yaml`),
        deployment: (json(`${here}expected/deployment.json`) as { deployment: string }).deployment,
        env: json(`${here}expected/env.json`),
        containerConfig: json(`${here}expected/container-config.json`),
        webuiClient: json(`${here}expected/webui-client.json`),
        webuiServer: json(`${here}expected/webui-server.json`),
        compose: project.services === undefined ? undefined : project,
      };
    });
}

interface GeneratedCase {
  readonly id: string;
  readonly config: string;
  readonly credentials: string;
  readonly deployment: string;
  readonly env: Readonly<Record<string, string>>;
  readonly container_config: unknown;
  readonly webui_client: unknown;
  readonly webui_server: unknown;
  readonly compose_config: ComposeProject | null;
}

/** The generated cases. */
export function generatedCases(): readonly ReferenceCase[] {
  const packed = readFileSync(fileURLToPath(new URL("generated.jsonl.gz", ROOT)));
  return gunzipSync(packed)
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const one = JSON.parse(line) as GeneratedCase;
      return {
        name: one.id,
        config: one.config,
        credentials: one.credentials,
        deployment: one.deployment,
        env: one.env,
        containerConfig: one.container_config,
        webuiClient: one.webui_client,
        webuiServer: one.webui_server,
        compose: one.compose_config ?? undefined,
      };
    });
}

/** The facts of the machine to which the reference cases were pinned. */
export const REFERENCE_SITE = `
host:
  clp_home: /home/clp/clp-package
  home: /home/clp
  cpus: 8
  addresses:
    db.internal: 10.0.0.5
    mq.internal: 10.0.0.6
    cache.internal: 10.0.0.7
    mongo.internal: 10.0.0.8
    presto.internal: 10.0.0.9
`;

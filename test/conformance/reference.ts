/** CLP's own derivations, which stand in `shared/` beside the checkout, as data for comparisons, release by release. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

export type ReferenceRelease = "0.9.0" | "0.10.0" | "0.11.0" | "0.12.0" | "0.13.0";

export const REFERENCE_RELEASES: readonly ReferenceRelease[] = [
  "0.9.0",
  "0.10.0",
  "0.11.0",
  "0.12.0",
  "0.13.0",
];

function rootOf(release: ReferenceRelease): URL {
  return new URL(`../../../shared/reference/v${release}/`, import.meta.url);
}

export interface ReferenceCase {
  readonly release: ReferenceRelease;
  readonly name: string;
  readonly config: string;
  readonly credentials: string;
  /** `full`, `base`, `spider-full` or `spider-base`; from v0.13.0 on `celery` or `spider`. */
  readonly deployment: string;
  readonly env: Readonly<Record<string, string>>;
  readonly containerConfig: unknown;
  /** By the path beside the compose file. */
  readonly webuiSettings: Readonly<Record<string, unknown>>;
  /** What Docker Compose resolved from CLP's own files; undefined where it refused them (D1). */
  readonly compose: ComposeProject | undefined;
}

export interface ComposeProject {
  readonly services: Readonly<Record<string, ComposeService>>;
}

export type ComposeService = Readonly<Record<string, unknown>>;

const CLIENT_SETTINGS = "var/www/webui/client/settings.json";
const SERVER_SETTINGS = "var/www/webui/server/dist/settings.json";
const SETTINGS = "etc/webui/settings.json";

function textOf(file: URL): string {
  return readFileSync(fileURLToPath(file), "utf8");
}

/** The hand-made cases of a release, by the name of their folder. */
export function handMadeCases(release: ReferenceRelease): readonly ReferenceCase[] {
  const cases = new URL("cases/", rootOf(release));
  return readdirSync(fileURLToPath(cases))
    .sort()
    .map((name) => {
      const here = new URL(`${name}/`, cases);
      const expected = (file: string): never =>
        JSON.parse(textOf(new URL(`expected/${file}.json`, here))) as never;
      const project: ComposeProject & { readonly error?: string } = expected("compose-config");
      return {
        release,
        name,
        config: textOf(new URL("clp-config.yaml", here)),
        credentials: textOf(new URL("credentials.yaml", here)),
        deployment: (expected("deployment") as { deployment: string }).deployment,
        env: expected("env"),
        containerConfig: expected("container-config"),
        webuiSettings:
          release === "0.13.0"
            ? { [SETTINGS]: expected("webui-settings") }
            : { [CLIENT_SETTINGS]: expected("webui-client"), [SERVER_SETTINGS]: expected("webui-server") },
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
  readonly webui_client?: unknown;
  readonly webui_server?: unknown;
  readonly webui_settings?: unknown;
  readonly compose_config: ComposeProject | null;
}

/** The generated cases of a release. */
export function generatedCases(release: ReferenceRelease): readonly ReferenceCase[] {
  const packed = readFileSync(fileURLToPath(new URL("generated.jsonl.gz", rootOf(release))));
  return gunzipSync(packed)
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const one = JSON.parse(line) as GeneratedCase;
      return {
        release,
        name: one.id,
        config: one.config,
        credentials: one.credentials,
        deployment: one.deployment,
        env: one.env,
        containerConfig: one.container_config,
        webuiSettings:
          one.webui_settings === undefined
            ? { [CLIENT_SETTINGS]: one.webui_client, [SERVER_SETTINGS]: one.webui_server }
            : { [SETTINGS]: one.webui_settings },
        compose: one.compose_config ?? undefined,
      };
    });
}

/** The facts of the machine to which the reference cases were pinned. */
export function referenceSite(release: ReferenceRelease): string {
  return `
clp_version: "${release}"
host:
  clp_home: /home/clp/clp-package
  home: /home/clp
  cpus: 8
${release === "0.13.0" ? "  instance_id: 11111111-2222-4333-8444-555555555555\n" : ""}  addresses:
    db.internal: 10.0.0.5
    mq.internal: 10.0.0.6
    cache.internal: 10.0.0.7
    mongo.internal: 10.0.0.8
    presto.internal: 10.0.0.9
`;
}

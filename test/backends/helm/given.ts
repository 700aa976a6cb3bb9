/** One helper that knows the API: inputs in, what the Helm backend makes of them out. */
import { expect } from "vitest";
import { parse } from "yaml";
import { compose } from "../../../src/backends/compose/compose.ts";
import { composeOptions } from "../../../src/backends/compose/compose-options.ts";
import { helm } from "../../../src/backends/helm/helm.ts";
import { helmOptions } from "../../../src/backends/helm/helm-options.ts";
import { createReporter, type Diagnostic } from "../../../src/base/diagnostic.ts";
import type { SourceTexts } from "../../../src/base/source-text.ts";
import { type ReleaseId, releaseOf } from "../../../src/clp/releases/releases.ts";
import { readInputs } from "../../../src/input/inputs.ts";
import { queryEngineOf } from "../../../src/input/query-engine.ts";
import type { Sources } from "../../../src/input/source.ts";
import { lower } from "../../../src/lower/lower.ts";
import { secretValuesOf } from "../../../src/lower/needed-secrets.ts";
import type { EmittedFile } from "../../../src/model/emitted-file.ts";
import type { DeploymentModel } from "../../../src/model/model.ts";
import type { Generated } from "../../arbitrary.ts";
import { atTestRelease } from "../../at-release.ts";
import { CREDENTIALS, SITE } from "../../deploy.ts";
import { expectFindings, inputOf } from "../../frames.ts";

export interface Outcome {
  /** The chart that the values are for. */
  readonly version: string;
  /** What `supports` said. */
  readonly carried: boolean;
  readonly diagnostics: readonly Diagnostic[];
  /** `error CLP5104`, but for those that every deployment gets: where they stand, `check` says. */
  readonly findings: readonly string[];
  readonly texts: SourceTexts;
  readonly files: readonly EmittedFile[];
  /** `values.yaml` and `values.secret.yaml`, undefined where they were not written. */
  readonly publicText: string | undefined;
  readonly secretText: string | undefined;
  /** The same, parsed. */
  readonly publicValues: Values;
  readonly secretValues: Values;
  readonly model: DeploymentModel;
  /** The config that containers read under Docker Compose. */
  readonly composeConfig: () => unknown;
}

/** The chart's values, without the schema's help: tests look at what was written. */
// biome-ignore lint/suspicious/noExplicitAny: a test names the path that it means
export type Values = any;

export interface Given {
  readonly credentials?: string;
  readonly site?: string;
}

/** A site file with a home, and the keys of its `kubernetes` section. */
export function site(kubernetes: string): string {
  return `${SITE}kubernetes: ${kubernetes}\n`;
}

/** Compiles config text for the chart, with fake credentials and a site that has a home. */
export function chart(config: string, given: Given = {}): Outcome {
  return chartOf({
    config: { name: "clp-config.yaml", content: config },
    credentials: { name: "credentials.yaml", content: given.credentials ?? CREDENTIALS },
    site: { name: "clp-site.yaml", content: atTestRelease(given.site ?? SITE) },
  });
}

/**
 * Compiles for the chart, and expects exactly the findings that are marked in the inputs (see test/frames.ts),
 * all of one severity.
 */
export function check(
  severity: Diagnostic["severity"],
  config: string,
  { credentials, site: place = SITE }: Given = {},
): Outcome {
  const written = { config, credentials, site: atTestRelease(place) };
  const outcome = chartOf({
    config: { name: "clp-config.yaml", content: inputOf(config) },
    credentials: { name: "credentials.yaml", content: inputOf(credentials ?? CREDENTIALS) },
    site: { name: "clp-site.yaml", content: inputOf(written.site) },
  });
  const found = outcome.diagnostics.filter(isOfInputs(outcome.model));
  expectFindings(written, outcome.texts, found, []);
  expect(found.length, "nothing is found").toBeGreaterThan(0);
  expect(new Set(found.map((one) => one.severity))).toEqual(new Set([severity]));
  return outcome;
}

/** The site file of a release, with the keys of its `kubernetes` section. */
export function siteOf(release: ReleaseId, kubernetes = "{}"): string {
  return `clp_version: "${release}"\n${site(kubernetes)}`;
}

/**
 * A generated deployment without what the chart of a release refuses: Spider, several reducers, another heap
 * of Presto, and of the first charts Presto and external services.
 */
export function withinTheChart(
  { config, credentials, site: place }: Generated,
  release: ReleaseId = "0.9.0",
): Generated {
  const given = JSON.parse(config) as Values;
  const where = JSON.parse(place) as Values;
  const { capabilities } = releaseOf(release);
  const engine =
    given.package.query_engine === "presto" && !["0.11.0", "0.12.0", "0.13.0"].includes(release)
      ? given.package.storage_engine
      : given.package.query_engine;
  const { prestoAddress, telemetry, connectPorts } = capabilities;
  const nullable = prestoAddress === "section";
  return {
    config: JSON.stringify({
      ...given,
      package: {
        storage_engine: given.package.storage_engine,
        ...(nullable ? {} : { query_engine: engine }),
      },
      ...(nullable ? { webui: { ...given.webui, query_engine: engine } } : {}),
      ...(nullable && engine === "presto"
        ? { query_scheduler: null, query_worker: null, reducer: null, api_server: null, mcp_server: null }
        : {}),
      bundled: [
        ...(connectPorts ? given.bundled : ["database", "queue", "redis", "results_cache"]),
        ...(telemetry ? ["otel_collector"] : []),
      ],
      compression_scheduler: { ...given.compression_scheduler, type: "celery" },
      spider_scheduler: null,
      presto: engine === "presto" ? given.presto : null,
    }),
    credentials,
    site: JSON.stringify({
      ...where,
      clp_version: release,
      // Its heap is fixed (P22).
      ...(where.presto ? { presto: { ...where.presto, coordinator_memory: "5GiB" } } : {}),
      kubernetes: { ...where.kubernetes, replicas: { ...where.kubernetes?.replicas, reducer: 1 } },
    }),
  };
}

export function chartOf(sources: Sources): Outcome {
  const reporter = createReporter();
  const inputs = readInputs(sources, reporter);
  const model = lower(inputs, reporter);
  const wrong = reporter.diagnostics.filter(({ severity }) => severity === "error");
  if (wrong.length > 0) throw new Error(wrong.map(({ code, message }) => `${code} ${message}`).join("\n"));

  const own = createReporter();
  const target = helm(model, helmOptions(inputs.site, inputs.config, queryEngineOf(inputs.config)));
  const secrets = secretValuesOf(inputs);
  const carried = target.supports(own);
  const files = [
    ...(carried ? target.emitPublic() : []),
    ...(carried && secrets ? target.emitSecret(secrets, own) : []),
  ];
  const textOf = (path: string) => files.find((file) => file.path === path)?.text;
  const [publicText, secretText] = [textOf("helm/values.yaml"), textOf("helm/values.secret.yaml")];
  return {
    model,
    version: model.release.value.chart,
    carried,
    diagnostics: own.diagnostics,
    findings: own.diagnostics.filter(isOfInputs(model)).map(({ severity, code }) => `${severity} ${code}`),
    texts: inputs.texts,
    files,
    publicText,
    secretText,
    publicValues: parse(publicText ?? ""),
    secretValues: parse(secretText ?? ""),
    composeConfig() {
      const bundle = compose(model, composeOptions(inputs.site.compose, "compose"));
      const all = [...bundle.emitPublic(), ...(secrets ? bundle.emitSecret(secrets, own) : [])];
      return parse(all.find(({ path }) => path === "compose/var/log/.clp-config.yaml")?.text ?? "");
    },
  };
}

/** False for the warnings that every deployment gets: of the chart, and of the newest one's results cache. */
function isOfInputs({ release }: DeploymentModel): (diagnostic: Diagnostic) => boolean {
  const ofAll = release.value.id === "0.13.0" ? ["CLP5150", "CLP5222"] : ["CLP5150"];
  return ({ code }) => !ofAll.includes(code);
}

/** What of a deployment the chart cannot carry at all. */
import type { Code } from "../../base/codes.ts";
import type { Reporter } from "../../base/diagnostic.ts";
import { formatPath, type Origin, type Sourced } from "../../base/origin.ts";
import type { DeploymentModel } from "../../model/model.ts";
import { breaksJson, breaksQuotes, changedByKubernetes } from "./carried-text.ts";
import { AWS_CONFIG_DIRECTORY, CHART } from "./chart.ts";
import { type ContainerConfig, containerConfig } from "./container-config.ts";
import { hostDirectories, hostDirectory, settingOf } from "./host-paths.ts";
import type { HelmOptions } from "./options.ts";

interface Refusal {
  readonly code: Code;
  readonly at: Origin;
  readonly message: string;
  readonly also?: readonly { readonly origin: Origin; readonly text: string }[];
  readonly help: string;
}

interface Question {
  readonly model: DeploymentModel;
  readonly options: HelmOptions;
  readonly config: ContainerConfig;
}

const MANIFESTS = "use the Kubernetes manifests (`--emit kubernetes`)";

/**
 * Reports what the chart cannot carry (`CLP5101` to `CLP5109`), all of it at once; true where it
 * carries everything.
 */
export function carriesAll(model: DeploymentModel, options: HelmOptions, reporter: Reporter): boolean {
  const question = { model, options, config: containerConfig(model) };
  const refusals = REASONS.flatMap((reason) => reason(question));
  for (const { code, at, message, also, help } of refusals) {
    reporter.report(code, at, message, { help, ...(also === undefined ? {} : { also }) });
  }
  return refusals.length === 0;
}

const REASONS: readonly ((question: Question) => readonly Refusal[])[] = [
  spider,
  presto,
  externalServices,
  severalReducers,
  hostPaths,
  awsProfiles,
  resources,
  fixedSettings,
  spoiltTexts,
];

function spider({ model, config }: Question): readonly Refusal[] {
  if (!model.type.value.startsWith("spider-")) return [];
  return [
    {
      code: "CLP5101",
      at: config.origin("compression_scheduler", "type"),
      message: `Chart ${CHART.name} ${CHART.version} cannot run Spider: it has Celery alone`,
      help: `${MANIFESTS}, in which Spider runs`,
    },
  ];
}

function presto({ model, config }: Question): readonly Refusal[] {
  if (!model.type.value.endsWith("base")) return [];
  return [
    {
      code: "CLP5102",
      at: config.origin("package", "query_engine"),
      message: `Chart ${CHART.name} ${CHART.version} cannot run with Presto: its services would refuse a config without a presto section (H8)`,
      help: MANIFESTS,
    },
  ];
}

function externalServices({ model }: Question): readonly Refusal[] {
  return model.components.flatMap((component): readonly Refusal[] => {
    if (component.kind !== "external") return [];
    return [
      {
        code: "CLP5103",
        at: component.origin,
        message: `Chart ${CHART.name} ${CHART.version} cannot use an external ${component.id}: it always runs its own`,
        also: [{ origin: component.host.origin, text: "the server that is meant" }],
        help: `${MANIFESTS}, which point at external services`,
      },
    ];
  });
}

function severalReducers({ options }: Question): readonly Refusal[] {
  const { reducer } = options.replicas;
  if (reducer.value <= 1) return [];
  return [
    {
      code: "CLP5104",
      at: reducer.origin,
      message: `Chart ${CHART.name} ${CHART.version} cannot run ${reducer.value} pods of the reducer: all would have one name, and searches reach the wrong one (H2)`,
      help: `set 1 and raise \`worker_concurrency\`, or ${MANIFESTS}, in which each reducer has its own address`,
    },
  ];
}

function hostPaths({ model }: Question): readonly Refusal[] {
  const paths = hostDirectories(model);
  const relative = paths.filter(({ value }) => !value.startsWith("/"));
  const climbing = paths.filter(({ value }) => value.startsWith("/") && value.split("/").includes(".."));
  const others = ([, ...rest]: readonly Sourced<string>[], text: string) =>
    rest.map(({ origin }) => ({ origin, text }));
  return [
    ...relative.slice(0, 1).map(
      ({ value, origin }): Refusal => ({
        code: "CLP5105",
        at: origin,
        message: `The chart cannot make a volume of the relative path "${value}": directories of nodes are absolute`,
        also: others(relative, "relative as well"),
        help: "set `host: { clp_home: /DIRECTORY }` in the site file, to which relative paths then belong",
      }),
    ),
    ...climbing.map(
      ({ value, origin }): Refusal => ({
        code: "CLP5105",
        at: origin,
        message: `The chart cannot make a volume of "${value}": Kubernetes takes no path with ".."`,
        help: 'write the path without ".."',
      }),
    ),
  ];
}

function awsProfiles({ model }: Question): readonly Refusal[] {
  const directory = hostDirectory(model, "awsConfig");
  if (directory === undefined || directory.value === AWS_CONFIG_DIRECTORY) return [];
  return [
    {
      code: "CLP5106",
      at: directory.origin,
      message: `The chart would mount AWS profiles at ${directory.value}, where CLP does not look for them (H13)`,
      help: `keep them in ${AWS_CONFIG_DIRECTORY} of every node and set \`aws_config_directory: ${AWS_CONFIG_DIRECTORY}\`, or ${MANIFESTS}`,
    },
  ];
}

function resources({ options }: Question): readonly Refusal[] {
  return options.resources.map(({ component, origin }) => ({
    code: "CLP5107",
    at: origin,
    message: `The chart cannot give ${component} resources: no container of it has any (H19)`,
    help: `leave \`kubernetes.resources.${component}\` out, or ${MANIFESTS}`,
  }));
}

/** Keys of the config of which the chart's own copy says one thing, whatever the values say. */
const FIXED = [
  { key: "auto_commit", fixed: false },
  { key: "compress", fixed: true },
  { key: "ssl_cert", fixed: null },
] as const;

function fixedSettings({ config }: Question): readonly Refusal[] {
  return FIXED.flatMap(({ key, fixed }): readonly Refusal[] => {
    const held = key === "ssl_cert" ? config.optional("database", key) : config.flag("database", key);
    if (held.value === fixed) return [];
    return [
      {
        code: "CLP5108",
        at: held.origin,
        message: `The chart cannot set database.${key}: in its config it is always ${fixed}`,
        help: `leave it out, or ${MANIFESTS}`,
      },
    ];
  });
}

interface Spoilable {
  readonly text: Sourced<string>;
  readonly what: string;
}

/** Only texts that the rules for names, buckets and the like let through. */
function spoiltTexts({ model, config }: Question): readonly Refusal[] {
  const at = (...path: readonly string[]): Spoilable => ({
    text: config.text(...path),
    what: formatPath(path),
  });
  const given = (...path: readonly string[]): readonly Spoilable[] =>
    config.has(...path.slice(0, -1)) && config.optional(...path).value !== null ? [at(...path)] : [];
  const streams = ["stream_output", "storage", "s3_config"];
  const image = settingOf(model, "CLP_PACKAGE_CONTAINER_IMAGE_REF");
  const kinds: readonly {
    readonly texts: readonly Spoilable[];
    readonly spoils: (text: string) => boolean;
    readonly why: string;
  }[] = [
    {
      texts: image === undefined ? [] : [{ text: image, what: "the image" }],
      spoils: breaksQuotes,
      why: "its templates put quotes around it and escape neither quotes nor backslashes",
    },
    {
      texts: [at("database", "names", "clp")],
      spoils: changedByKubernetes,
      why: 'Kubernetes changes "$$" and "$(" in an environment variable',
    },
    {
      texts: [
        at("results_cache", "stream_collection_name"),
        at("webui", "results_metadata_collection_name"),
        ...given(...streams, "region_code"),
        ...given(...streams, "aws_authentication", "profile"),
      ],
      spoils: breaksJson,
      why: "it has a character that is not printed, which the JSON settings of the web UI would spell wrongly",
    },
  ];
  return kinds.flatMap(({ texts, spoils, why }) =>
    texts
      .filter(({ text }) => spoils(text.value))
      .map(({ text, what }) => ({
        code: "CLP5109" as const,
        at: text.origin,
        message: `The chart cannot carry this text of ${what}: ${why}`,
        help: `choose another, or ${MANIFESTS}`,
      })),
  );
}

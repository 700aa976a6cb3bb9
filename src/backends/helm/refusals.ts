/** What of a deployment the chart cannot carry at all. */
import { type Reporter, spanOf } from "../../base/diagnostic.ts";
import type { Origin, Sourced } from "../../base/origin.ts";
import { given, pick } from "../../base/typed.ts";
import type { Tree } from "../../model/tree.ts";
import { inUnits } from "../cluster/amounts.ts";
import { resourceFaults } from "../cluster/resource-faults.ts";
import { breaksJson, changedByKubernetes } from "./carried-text.ts";
import { type Chart, type Question, type Refusal, titleOf } from "./chart.ts";
import type { S3Section } from "./chart-config.ts";
import { CHART_HEAP, deployedPresto, heapOf, propertyOf } from "./chart-presto.ts";
import { containerResources } from "./chart-resources.ts";
import { serviceOf } from "./sections.ts";

/** Names and addresses that mean the pod itself. */
const LOOPBACK = /^(?:localhost$|127\.)/i;

/** Where CLP's image looks for AWS profiles: its user's home is /opt/clp. */
const AWS_CONFIG_DIRECTORY = "/opt/clp/.aws";

const MANIFESTS = "the Kubernetes manifests (`--emit kubernetes`)";

/** What the charts refuse whose services have no resources and no digests of their own. */
export const OF_EARLY_CHARTS: Chart["refusals"] = [
  severalReducers,
  fixedImages,
  hostPaths,
  awsProfiles,
  resources,
  fixedSettings,
  spoiltTexts,
];

/**
 * Reports what the chart cannot carry (`CLP5101` to `CLP5109`, `CLP5204`), all of it at once; true
 * where it carries everything.
 */
export function carriesAll(question: Question, reporter: Reporter): boolean {
  const refusals = question.chart.refusals.flatMap((reason) => reason(question));
  for (const { code, at, message, also = [], notes = [], help } of refusals) {
    reporter.report(code, at, message, { also, notes, help });
  }
  return refusals.length === 0;
}

export function spider({ chart, model }: Question): readonly Refusal[] {
  if (model.compression.value !== "spider") return [];
  return [
    {
      code: "CLP5101",
      at: model.compression.origin,
      message: `Cannot run Spider in ${titleOf(chart)}: it has Celery alone`,
      help: `Use ${MANIFESTS}, in which Spider runs`,
    },
  ];
}

export function presto({ chart, model, options: { config } }: Question): readonly Refusal[] {
  if (model.queries.value === "native") return [];
  return [
    {
      code: "CLP5102",
      at: given(config.package, "query_engine")?.origin ?? model.queries.origin,
      message: `Cannot use Presto in ${titleOf(chart)}: the config that it gives services lacks what they then want (H8)`,
      help: `Use ${MANIFESTS}`,
    },
  ];
}

export function externalServices({ chart, model }: Question): readonly Refusal[] {
  return model.components.flatMap((component): readonly Refusal[] => {
    if (component.kind !== "external") return [];
    return [
      {
        code: "CLP5103",
        at: component.origin,
        message: `Cannot use an external ${component.id} in ${titleOf(chart)}: it always runs its own`,
        also: [{ origin: component.host.origin, text: "the server that is meant" }],
        help: `Use ${MANIFESTS}, which point at external services`,
      },
    ];
  });
}

/** For charts that point their services at external ones, as they are reached from pods. */
export function loopbackServers(question: Question): readonly Refusal[] {
  const { model, options } = question;
  const { presto: section } = options.config;
  const servers = model.components.flatMap((component) =>
    component.kind === "external" && component.loopback
      ? [{ title: component.title, host: component.host }]
      : [],
  );
  // Where the site file says who runs Presto it is a component: somebody else's is above, and the chart's own is not where the config says.
  const isPlaced = model.components.some(({ id }) => id === "presto-coordinator");
  if (question.options.queryEngine.value === "presto" && section !== null && !isPlaced) {
    const host = pick(section, "host");
    if (LOOPBACK.test(host.value)) servers.push({ title: "Presto", host });
  }
  return servers.map(({ title, host }) => ({
    code: "CLP5204",
    at: host.origin,
    message: `Cannot reach the ${title} at ${host.value} from a pod`,
    help: "Write the name or the address under which the nodes of the cluster reach the server",
  }));
}

/** For charts that have fixed all images but that of CLP's own services. */
export function fixedImages(question: Question): readonly Refusal[] {
  const { chart, options } = question;
  const { value: registry, origin } = options.registry;
  const all: readonly Refusal[] =
    registry === null
      ? []
      : [
          {
            code: "CLP5241",
            at: origin,
            message: `Cannot take all images from ${registry} in ${titleOf(chart)}: it has fixed all but that of CLP's own services`,
            help: `Use ${MANIFESTS}, or let the nodes of the cluster have a mirror; \`images.package\` the chart takes`,
          },
        ];
  return [...all, ...namedImages(question, () => true)];
}

/** For charts that take the images of databases and queues, and one for all of CLP's own services. */
export function ownBuilds(question: Question): readonly Refusal[] {
  const own = new Set(
    question.model.components.flatMap((one) =>
      one.kind !== "external" && one.owner === "first-party" ? [one.name] : [],
    ),
  );
  return namedImages(question, (component) => own.has(component));
}

/** Images of components that run, and that the chart has no value for. */
function namedImages(
  { chart, model, options }: Question,
  isFixed: (component: string) => boolean,
): readonly Refusal[] {
  const running = new Set(model.components.flatMap(({ kind, name }) => (kind === "external" ? [] : [name])));
  return options.namedImages
    .filter(({ of }) => running.has(of) && isFixed(of))
    .map(({ of, image }) => ({
      code: "CLP5241",
      at: image.origin,
      message: `Cannot run ${of} with an image of its own in ${titleOf(chart)}: it has no value for it`,
      help: `Use ${MANIFESTS}`,
    }));
}

/** For charts that run Presto: what of it they have fixed, and what they would tell it wrongly. */
export function prestoOfChart(question: Question): readonly Refusal[] {
  const { chart, options } = question;
  if (deployedPresto(question) === undefined) return [];
  const refusal = (at: Origin, why: string, help: string): Refusal => ({
    code: "CLP5230",
    at,
    message: `Cannot run Presto in ${titleOf(chart)}: ${why}`,
    help: `${help}, or use ${MANIFESTS}`,
  });
  const heap = heapOf(question);
  const { storage } = options.config.archive_output;
  const byName = propertyOf(question, "presto-worker-catalog", "clp.s3-bucket");
  return [
    ...(heap === undefined || heap.value === CHART_HEAP
      ? []
      : [
          refusal(
            heap.origin,
            `its coordinator has 4 GiB of heap, and not ${heap.value} (P22)`,
            "Leave `presto.coordinator_memory` at 5GiB",
          ),
        ]),
    ...(storage.type === "s3" &&
    storage.s3_config.endpoint_url === null &&
    storage.s3_config.region_code === null
      ? [
          refusal(
            originOfPlace(storage),
            "without region and endpoint it tells workers a host of S3 that does not exist (E21)",
            "Set `region_code`",
          ),
        ]
      : []),
    ...(storage.type === "s3" && byName === undefined
      ? [
          refusal(
            pick(storage, "s3_config").origin,
            "its workers are told the bucket by name, and their image takes it in the URL (P11)",
            "Use the release's own image of workers",
          ),
        ]
      : []),
  ];
}

/** Where the region or the endpoint is written, right or wrong; else the section that should hold one. */
function originOfPlace(storage: { readonly s3_config: S3Section }): Origin {
  const { s3_config: s3 } = storage;
  const written = [pick(s3, "region_code"), pick(s3, "endpoint_url")].find(
    ({ origin }) => origin.kind !== "default",
  );
  return (written ?? pick(storage, "s3_config")).origin;
}

export function severalReducers({ chart, options }: Question): readonly Refusal[] {
  const { reducer } = options.replicas;
  if (reducer.value <= 1) return [];
  return [
    {
      code: "CLP5104",
      at: reducer.origin,
      message: `Cannot run ${reducer.value} reducers in ${titleOf(chart)}: all pods would have one name, and results reach the wrong one (H2)`,
      help: `Set 1 and raise \`worker_concurrency\`, or use ${MANIFESTS}, in which each reducer has its own address`,
    },
  ];
}

export function hostPaths({ chart, model }: Question): readonly Refusal[] {
  const paths = chart.directories.flatMap((purpose) => model.directories[purpose] ?? []);
  const [relative, ...others] = paths.filter(({ value }) => !value.startsWith("/"));
  const climbing = paths.filter(({ value }) => value.startsWith("/") && value.split("/").includes(".."));
  return [
    ...(relative === undefined ? [] : [relativePath(chart, relative, others)]),
    ...climbing.map(
      ({ value, origin }): Refusal => ({
        code: "CLP5105",
        at: origin,
        message: `Cannot make a volume of "${value}" in ${titleOf(chart)}: Kubernetes takes no path with ".."`,
        help: 'Write the path without ".."',
      }),
    ),
  ];
}

/** One finding for all of them: they have one cause. */
function relativePath(
  chart: Chart,
  { value, origin }: Sourced<string>,
  others: readonly Sourced<string>[],
): Refusal {
  return {
    code: "CLP5105",
    at: origin,
    message: `Cannot make a volume of the relative path "${value}" in ${titleOf(chart)}: directories of nodes are absolute`,
    also: others.flatMap((other) =>
      spanOf(other.origin) === undefined ? [] : [{ origin: other.origin, text: "relative as well" }],
    ),
    notes: others.length === 0 ? [] : [`relative as well: ${others.map((other) => other.value).join(", ")}`],
    help: "Set `host: { clp_home: /DIRECTORY }` in the site file, to which relative paths then belong",
  };
}

export function awsProfiles({ chart, model }: Question): readonly Refusal[] {
  const directory = model.directories.awsConfig;
  if (directory === undefined || directory.value === AWS_CONFIG_DIRECTORY) return [];
  return [
    {
      code: "CLP5106",
      at: directory.origin,
      message: `Cannot use AWS profiles of "${directory.value}" in ${titleOf(chart)}: it mounts them under that path, and CLP looks in ${AWS_CONFIG_DIRECTORY} (H13)`,
      help: `Keep them in ${AWS_CONFIG_DIRECTORY} of every node and set \`aws_config_directory: ${AWS_CONFIG_DIRECTORY}\`, or use ${MANIFESTS}`,
    },
  ];
}

export function resources({ chart, model, options }: Question): readonly Refusal[] {
  const running = new Set(model.components.map(({ id }) => id.replaceAll("-", "_")));
  const asked = Object.entries(options.resources).flatMap(([component, amounts]) =>
    amounts !== undefined && running.has(component) && asksForSomething(amounts)
      ? [{ component, amounts }]
      : [],
  );
  return asked.map(({ component, amounts }) => ({
    code: "CLP5107",
    at: amounts.origin,
    message: `Cannot give ${component} resources in ${titleOf(chart)}: no container of it has any (H19)`,
    help: `Leave \`kubernetes.resources.${component}\` out, or use ${MANIFESTS}`,
  }));
}

/** What the API server refuses of resources, by which an installation would end half done. */
export function unfitResources(question: Question): readonly Refusal[] {
  return Object.values(containerResources(question, inUnits)).flatMap((amounts) =>
    resourceFaults(amounts).map(({ help = "Write another amount", ...fault }) => ({
      code: "CLP5206" as const,
      ...fault,
      help,
    })),
  );
}

/** False for `{}`, and for requests and limits without an amount. */
function asksForSomething(resources: Tree): boolean {
  return (
    resources.kind === "map" &&
    resources.entries.some(([, amounts]) => amounts.kind === "map" && amounts.entries.length > 0)
  );
}

/** Keys of the config of which the chart's own copy says one thing, whatever the values say. */
const FIXED = [
  { key: "auto_commit", fixed: false },
  { key: "compress", fixed: true },
  { key: "ssl_cert", fixed: null },
] as const;

export function fixedSettings({ chart, options: { config } }: Question): readonly Refusal[] {
  return FIXED.flatMap(({ key, fixed }): readonly Refusal[] => {
    const held = pick(config.database, key);
    if (held.value === fixed) return [];
    return [
      {
        code: "CLP5108",
        at: held.origin,
        message: `Cannot set database.${key} in ${titleOf(chart)}: its config for containers always says ${fixed}`,
        help: `Leave it out, or use ${MANIFESTS}`,
      },
    ];
  });
}

/** What a shell takes for something else between double quotes. */
const SHELL = /[$`"\\]/;

/** For charts that paste names into the script of a container. */
export function namesInScript(question: Question): readonly Refusal[] {
  const {
    chart,
    options: { config },
  } = question;
  if (serviceOf(question, "results-cache") === undefined) return [];
  return (["db_name", "stream_collection_name"] as const).flatMap((key): readonly Refusal[] => {
    const { value, origin } = pick(config.results_cache, key);
    if (!SHELL.test(value)) return [];
    return [
      {
        code: "CLP5109",
        at: origin,
        message: `Cannot carry this text of results_cache.${key} in ${titleOf(chart)}: a shell would change it`,
        help: `Choose another, or use ${MANIFESTS}`,
      },
    ];
  });
}

interface Spoilable {
  readonly text: Sourced<string>;
  readonly what: string;
}

/** Only texts that the rules for names, buckets and the like let through. */
export function spoiltTexts({ chart, options: { config } }: Question): readonly Refusal[] {
  const { storage } = config.stream_output;
  const streams = storage.type === "s3" ? storage.s3_config : undefined;
  const kinds: readonly {
    readonly texts: readonly Spoilable[];
    readonly spoils: (text: string) => boolean;
    readonly why: string;
  }[] = [
    {
      texts: [{ text: pick(config.database.names, "clp"), what: "database.names.clp" }],
      spoils: changedByKubernetes,
      why: 'Kubernetes changes "$$" and "$(" in an environment variable',
    },
    {
      texts: [
        {
          text: pick(config.results_cache, "stream_collection_name"),
          what: "results_cache.stream_collection_name",
        },
        {
          text: pick(config.webui, "results_metadata_collection_name"),
          what: "webui.results_metadata_collection_name",
        },
        ...(streams === undefined ? [] : textsOf(streams)),
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
        message: `Cannot carry this text of ${what} in ${titleOf(chart)}: ${why}`,
        help: `Choose another, or use ${MANIFESTS}`,
      })),
  );
}

/** The texts of a place on S3 that may be left out. */
function textsOf(streams: S3Section): readonly Spoilable[] {
  const section = "stream_output.storage.s3_config";
  return [
    { text: pick(streams, "region_code"), what: `${section}.region_code` },
    { text: pick(streams.aws_authentication, "profile"), what: `${section}.aws_authentication.profile` },
  ].filter((one): one is Spoilable => one.text.value !== null);
}

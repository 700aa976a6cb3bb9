/** Presto, for charts that know it: run by the chart, where the site file deploys it, or by somebody else. */
import { parseImage } from "../../base/image-reference.ts";
import { constant, derived, map, type Sourced, sourced } from "../../base/origin.ts";
import { pick } from "../../base/typed.ts";
import type { GeneratedFileId, Image, Service } from "../../model/model.ts";
import type { Scalar, Template, Tree } from "../../model/tree.ts";
import { publishedPort } from "../cluster/cluster-options.ts";
import type { Question } from "./chart.ts";
import type { Bundled } from "./chart-config.ts";
import { absent, externalServer, serviceOf } from "./sections.ts";
import { listOf, passedOn, type Written } from "./written.ts";

/** The port of every node on which the chart publishes the coordinator: it cannot do without. */
export function prestoNodePort({ options }: Question): Sourced<number> {
  return (
    publishedPort(options, "presto_coordinator") ??
    sourced(30889, constant("the port of nodes that the chart's values name for Presto"))
  );
}

/** What the heap of the chart's coordinator is, whatever the values say (P22). */
export const CHART_HEAP = "4096m";

/** Presto's coordinator, where this deployment runs it. */
export function deployedPresto(question: Question): Service | undefined {
  return serviceOf(question, "presto-coordinator");
}

/** Presto's section of the values. */
export function prestoServer(question: Question) {
  const { config } = question.options;
  const { presto } = config;
  if (presto === null) return absent(pick(config, "presto"));
  if (deployedPresto(question) !== undefined) return deployment(question);
  const elsewhere = externalServer(question, "presto-coordinator");
  if (elsewhere !== undefined) return elsewhere;
  const engine = question.options.queryEngine;
  const { prestoAddress } = question.model.release.value.capabilities;
  if (engine.value !== "presto" && prestoAddress === "engine")
    return sourced(null, derived("Presto is not who answers queries", engine.origin));
  return { host: pick(presto, "host"), port: pick(presto, "port") };
}

/** What the chart makes coordinator and workers of. */
function deployment(question: Question) {
  const level = property(question, "presto-coordinator-log", "com.facebook.presto");
  return {
    port: prestoNodePort(question),
    coordinator: {
      logging_level: level as Sourced<string>,
      query_max_memory_gb: gigabytes(property(question, "presto-coordinator-config", "query.max-memory")),
      query_max_memory_per_node_gb: gigabytes(
        property(question, "presto-coordinator-config", "query.max-memory-per-node"),
      ),
    },
    worker: {
      query_memory_gb: property(question, "presto-worker-config", "query-memory-gb") as Sourced<number>,
      system_memory_gb: property(question, "presto-worker-config", "system-memory-gb") as Sourced<number>,
    },
    split_filter: passedOn<Record<string, unknown>>(
      content(question, "presto-coordinator-split-filter") as Tree,
    ),
  };
}

/** `1GB` → 1 */
function gigabytes(amount: Sourced<Scalar>): Sourced<number> {
  return map(amount, "in whole gigabytes, as the chart has it", (text) => Number.parseInt(String(text), 10));
}

function content({ model }: Question, id: GeneratedFileId): Template {
  const file = model.files.find((one) => one.id === id);
  if (file === undefined || file.content.format === "text") throw new Error(`${id} is no document`);
  return file.content.template;
}

/** A property that the model gives Presto; undefined where it has none of that name. */
export function propertyOf(question: Question, file: GeneratedFileId, name: string) {
  const found = content(question, file);
  return found.kind === "map" ? found.entries.find(([key]) => key === name)?.[1] : undefined;
}

function property(question: Question, file: GeneratedFileId, name: string): Sourced<Scalar> {
  const held = propertyOf(question, file, name);
  if (held?.kind !== "sourced") throw new Error(`${file} does not say ${name}`);
  return sourced(held.value, held.origin);
}

/** The servers that the chart runs itself, of those that its release knows. */
export function bundled<T extends Bundled | "presto">(question: Question): Written<T[]> {
  const servers = listOf(pick(question.options.config, "bundled") as Sourced<readonly string[]>);
  const presto = deployedPresto(question);
  const all = presto === undefined ? servers : [...servers, sourced("presto", presto.origin)];
  return all as Written<T[]>;
}

/** The image of a part of Presto that the chart is to run. */
export function prestoImage(
  question: Question,
  id: "presto-coordinator" | "presto-worker",
): Image | undefined {
  const value = serviceOf(question, id)?.image;
  if (value === undefined) return undefined;
  const text = value.parts.map((part) => (part.kind === "text" ? part.text : "")).join("");
  return { reference: sourced(text, value.origin), ...parseImage(text) };
}

/** How many workers there are. */
export function prestoWorkers(question: Question): Sourced<number> | undefined {
  return serviceOf(question, "presto-worker")?.instances;
}

/** The coordinator's heap, as the model gives it. */
export function heapOf({ model }: Question): Sourced<string> | undefined {
  const file = model.files.find(({ id }) => id === "presto-coordinator-jvm");
  const line =
    file?.content.format === "text" ? file.content.lines.find(({ value }) => /^-Xmx/.test(value)) : undefined;
  return line && map(line, "the heap", (option) => option.slice("-Xmx".length));
}

/** True for what comes out of a properties file as it went in without an escape (E20). */
export function isJavaText(text: string): boolean {
  return /^[!-~](?:[ -~]*[!-~])?$/.test(text) && !text.includes("\\");
}

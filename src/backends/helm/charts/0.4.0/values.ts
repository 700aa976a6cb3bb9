/** `values.yaml` for chart 0.4.0: telemetry, all images, scheduling and resources of each component. */
import { inRegistry } from "../../../../base/image-registry.ts";
import { derived, map, type Sourced, sourced } from "../../../../base/origin.ts";
import { given } from "../../../../base/typed.ts";
import type { Image } from "../../../../model/model.ts";
import type { Tree } from "../../../../model/tree.ts";
import type { ComponentId } from "../../../../model/value.ts";
import type { WorkerKey } from "../../../cluster/cluster-options.ts";
import type { Question } from "../../chart.ts";
import { fullnameOverride } from "../../chart-names.ts";
import { bundled, prestoImage, prestoWorkers } from "../../chart-presto.ts";
import { containerResources } from "../../chart-resources.ts";
import { MAX_DATASETS } from "../../max-datasets.ts";
import { kept } from "../../numbers.ts";
import { imageInThree, imageInTwo, NO_CREDENTIALS } from "../../pods.ts";
import * as section from "../../sections.ts";
import { scheduling } from "../../worker-scheduling.ts";
import { passedOn, valuesTree, type Written } from "../../written.ts";
import { clpConfig } from "./clp-config.ts";
import type { ChartValues, ClpConfig, Worker } from "./generated/chart-values.ts";

export function values(question: Question): Tree {
  const { options } = question;
  const workers = prestoWorkers(question);
  const all: Written<ChartValues> = {
    global: instance(question),
    fullnameOverride: fullnameOverride(options.releaseName),
    allowHostAccessForSbinScripts: options.exposeDatabases,
    image: images(question),
    distributedDeployment: options.distributed,
    scheduling: {
      compressionWorker: worker(question, "compression_worker"),
      queryWorker: worker(question, "query_worker"),
      reducer: worker(question, "reducer"),
      prestoWorker: workers && { replicas: kept(workers) },
    },
    resources: resources(question),
    clpConfig: {
      bundled: bundled(question),
      ...clpConfig(question),
      query_scheduler: queryScheduler(question),
    },
    credentials: NO_CREDENTIALS,
  };
  return valuesTree(question, all);
}

/** The id that telemetry has; where nobody names one, the chart draws it. */
function instance({ options: { instanceId } }: Question): Written<ChartValues["global"]> {
  return instanceId.value === null ? undefined : { instanceId: instanceId as Sourced<string> };
}

/** Those of the deployment, of what the chart runs. kubectl and curl are the chart's own choice, and no CLP's. */
function images(question: Question): Written<NonNullable<ChartValues["image"]>> {
  const { model, options } = question;
  const pullPolicy = options.imagePullPolicy;
  const { images } = model;
  const running = new Set(model.components.flatMap(({ id, kind }) => (kind === "external" ? [] : [id])));
  const imageOf = (id: ComponentId, image: Image | undefined) => (running.has(id) ? image : undefined);
  const ofChart = (repository: string) => ({ repository: moved(options.registry, repository), pullPolicy });
  const inThree = (image: Image | undefined) => image && { ...imageInThree(image), pullPolicy };
  const isMySql = options.config.database.type === "mysql";
  const inTwo = (image: Image | undefined) => image && { ...imageInTwo(image), pullPolicy };
  const collector = imageOf("otel-collector", images.otelCollector);
  return {
    clpPackage: inThree(model.image),
    mariadb: isMySql ? undefined : inThree(imageOf("database", images.mariadb)),
    mysql: isMySql ? inThree(imageOf("database", images.mysql)) : undefined,
    curl: ofChart("curlimages/curl"),
    kubectl: ofChart("bitnami/kubectl"),
    // No digest of these three is read (E18).
    otelCollector: inTwo(collector),
    prestoCoordinator: inTwo(prestoImage(question, "presto-coordinator")),
    prestoWorker: inTwo(prestoImage(question, "presto-worker")),
    queue: inThree(imageOf("queue", images.queue)),
    redis: inThree(imageOf("redis", images.redis)),
    resultsCache: inThree(imageOf("results-cache", images.resultsCache)),
  };
}

/** The chart's own repository in another registry, under the tag or digest that the chart gives it. */
function moved(registry: Sourced<string | null>, repository: string): Sourced<string> | undefined {
  if (registry.value === null) return undefined;
  return map(registry, "the chart's image, in the registry of the site file", (host) =>
    inRegistry(String(host), repository),
  );
}

/** Numbers stay numbers, since the chart prints what is passed on by `toYaml`. */
function worker({ options }: Question, name: WorkerKey): Written<Worker> {
  const where = scheduling(options, name);
  const given = Object.fromEntries(where?.kind === "map" ? where.entries : []) as Written<Partial<Worker>>;
  return {
    replicas: kept(options.replicas[name]),
    slotsPerPod: kept(options.workerConcurrency),
    ...given,
  };
}

/** `results_cache` → `resultsCache`. */
function valueKey(siteKey: string): string {
  return siteKey.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function resources(question: Question): Written<NonNullable<ChartValues["resources"]>> | undefined {
  const all = Object.entries(containerResources(question));
  return all.length === 0
    ? undefined
    : Object.fromEntries(all.map(([component, amounts]) => [valueKey(component), passedOn<object>(amounts)]));
}

/** The limit of datasets is the web UI's alone: it is told what the scheduler keeps to (E17). */
function queryScheduler(question: Question): Written<ClpConfig["query_scheduler"]> {
  const scheduler = section.queryScheduler(question);
  if (!("logging_level" in scheduler)) return scheduler;
  const { jobs_poll_delay, ...others } = scheduler;
  return { jobs_poll_delay, max_datasets_per_query: maxDatasets(question), ...others };
}

function maxDatasets({ options: { config } }: Question): Sourced<number> | undefined {
  const limit = config.query_scheduler && given(config.query_scheduler, "max_datasets_per_query");
  if (!limit) return undefined;
  const { value, origin } = limit;
  return value !== null && value <= MAX_DATASETS
    ? sourced(value, origin)
    : sourced(
        MAX_DATASETS,
        derived("the limit of the chart's scheduler, whatever the config says (E17)", origin),
      );
}

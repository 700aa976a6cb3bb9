/** What workers and clients of Celery are told: broker and result store, the name of a node, the command line. */
import { constant, derived, type Sourced, sourced } from "../base/origin.ts";
import type { Setting } from "../model/model.ts";
import { type Insert, value } from "../model/value.ts";
import { addressOf, type Environment } from "./containers.ts";
import type { Deployment } from "./deployment.ts";
import { secretPart } from "./needed-secrets.ts";
import { settingPart } from "./settings.ts";

/** The broker and the result store of Celery, as URLs with percent-encoded credentials (D41). */
export function celeryLogin(database: Sourced<number>): Environment {
  const queue = addressOf("queue");
  const redis = addressOf("redis");
  const [user, pass] = [secretPart("queue.username", "percent"), secretPart("queue.password", "percent")];
  return {
    BROKER_URL: value`amqp://${user}:${pass}@${queue.host}:${queue.port}`,
    RESULT_BACKEND: value`redis://default:${secretPart("redis.password", "percent")}@${redis.host}:${redis.port}/${database}`,
  };
}

/**
 * The name of a node of Celery: the worker's, at its own host, which Celery puts in the place of `%h`. CLP's
 * bare name is the same in every container, and nodes of one name share one control queue: a cancellation
 * reaches any of them, or the second one does not start (D19).
 */
function celeryNode({ release, here }: Deployment, worker: string): Sourced<string> {
  // Of several hosts each has a container of the same name.
  if (here !== undefined)
    return sourced(
      `${worker}@${here.name.value}`,
      derived("nodes of Celery need a name each, in all of the deployment (D19)", here.name.origin),
    );
  const why = release.capabilities.celeryNodes === "host" ? "" : ": nodes of Celery need a name each (D19)";
  return sourced(`${worker}@%h`, constant(`the worker's name in ${release.name}, at its own host${why}`));
}

/** How a worker is told the file of its log, in a release whose workers do not log to standard output. */
export function workerLog(
  { release }: Deployment,
  directory: string,
): { readonly options: readonly string[]; readonly environment: Environment } {
  const file = `/var/log/${directory}/worker.log`;
  return release.capabilities.workerLogs === "file"
    ? { options: ["-f", file], environment: { CLP_WORKER_LOG_PATH: file } }
    : { options: [], environment: {} };
}

/**
 * The command line of a worker of Celery.
 *
 * @param worker as its node is called
 * @param tasks the module of its tasks, below `job_orchestration.executor`
 * @param queue from which it takes them
 * @param directory of its log
 */
export function celeryWorker(
  deployment: Deployment,
  parts: {
    readonly worker: string;
    readonly tasks: string;
    readonly queue: string;
    readonly directory: string;
    readonly concurrency: Setting;
  },
): readonly Insert[] {
  return [
    ...["python3", "-u", "/opt/clp/lib/python3/site-packages/bin/celery"],
    ...["-A", `job_orchestration.executor.${parts.tasks}`, "worker", "--concurrency"],
    settingPart(parts.concurrency),
    ...["--loglevel", "WARNING", ...workerLog(deployment, parts.directory).options],
    ...["-Q", parts.queue, "-n"],
    celeryNode(deployment, parts.worker),
  ];
}

/** v0.12.0 → v0.13.0: all servers in newer versions, and telemetry. */
import type { Upgrade } from "./upgrade.ts";

/** What becomes of the results cache without its files. */
const RESULTS_LOST = "results of searches are lost, and streams are extracted anew";

export const to_v0_13_0: Upgrade = {
  before: "0.12.0",
  release: "0.13.0",
  data: [
    {
      of: "database",
      version: { server: "database", program: "mariadb", before: "10", after: "10.11" },
      up: "The tag of before moved, and was last one of the series 10.11: the files are taken as they are. The container runs no mariadb-upgrade",
      back: "It takes the files of 10.11.16 where the tag still stands for the series 10.11",
      source: "docker-compose-all.yaml; the image's tags",
    },
    {
      of: "database",
      version: { server: "database", program: "mysql", before: "8.0.23", after: "8.0.46" },
      up: "The server converts its files at its first start, by itself",
      back: "An earlier MySQL does not start on files that a later one has converted",
      oneWay: {
        what: "the files of MySQL 8.0.46, which it changes at its first start: load a dump instead",
        instead: "dump",
      },
      source: "docker-compose-all.yaml; MySQL 8.0 Reference Manual, upgrading and downgrading",
    },
    {
      of: "queue",
      version: { server: "queue", program: "rabbitmq", before: "3.9", after: "4.2" },
      up: "It has to start without the files of 3.9, which it does not take. They lie in the container's anonymous volume alone: after `down` it starts with nothing, while a container that is only made anew gets them. A new pod has nothing",
      back: "After `down` it starts with nothing, as on the way up",
      source:
        "docker-compose-all.yaml, which mounts logs alone; RabbitMQ's pages on feature flags: 4.2 wants those of 3.13",
    },
    {
      of: "redis",
      version: { server: "redis", program: "redis", before: "7.2", after: "7.4" },
      up: "It reads the dump of 7.2. It holds results of running tasks alone, and may be emptied once none runs",
      back: "Redis 7.2 does not read the dump of 7.4",
      oneWay: {
        what: "the dump of Redis 7.4: without it results of running tasks are lost",
        instead: "without",
      },
      source: "docker-compose-all.yaml; the version of RDB files",
    },
    {
      of: "results_cache",
      version: { server: "results_cache", program: "mongo", before: "7.0", after: "8.0" },
      up: `It starts on the files of 7.0. Their compatibility version stays 7.0 until somebody raises it by hand. Without them ${RESULTS_LOST}`,
      back: "MongoDB 7.0 is not to be started on files of 8.0: its makers support no way back by oneself",
      oneWay: {
        what: `the files of MongoDB 8.0: without them ${RESULTS_LOST}`,
        instead: "without",
      },
      source: "docker-compose-all.yaml; MongoDB's manual, upgrading a replica set to 8.0",
    },
    {
      of: "recovery file",
      up: "What the garbage collector has still to delete stands in the directory for temporary files, and no longer in that for logs: one that is left from a crash has to be moved, else its archives stay in the storage for ever",
      back: "What the garbage collector has still to delete stands in the directory for logs: one that is left from a crash has to be moved back",
      source: "archive_garbage_collector.py; pull request 1834",
    },
    {
      of: "instance-id",
      up: "CLP's own scripts keep the file beside the logs, and send what is in it with telemetry. One of 4 digits may be that of another site, too. Deployments compiled here are named by host.instance_id of the site file alone",
      source: "controller.py; E11, E26",
    },
  ],
  clients: [
    {
      component: "workers",
      text: "Logs of workers go to standard output (`docker compose logs`), as lines of JSON, and no longer to worker.log",
      source: "docker-compose-all.yaml; pull requests 2325, 2339",
    },
  ],
  chart: {
    notes: [
      "The results cache's side-car names the replica set's member 127.0.0.1:27017, by force, in a set that is there, too: clients that follow the list of members do not reach it any more (E5)",
      "The garbage collector's recovery file is in an emptyDir: a pod that is deleted forgets what it had still to delete (E31)",
      "Settings of workers move: workerConcurrency is three scheduling.*.slotsPerPod, and replicas and scheduling of a worker are below scheduling; the values that are compiled have it so",
    ],
    source: "results-cache-statefulset.yaml",
  },
};

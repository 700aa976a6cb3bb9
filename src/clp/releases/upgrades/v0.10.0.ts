/** v0.9.0 → v0.10.0: another format of archives, another API, and a chart without volumes of its own. */
import { OPENAPI, type Upgrade } from "./upgrade.ts";

export const to_v0_10_0: Upgrade = {
  before: "0.9.0",
  release: "0.10.0",
  data: [
    {
      of: "archives",
      up: "New archives of clp-s have format 0.5.0; those of format 0.4.1 are still read, and none is rewritten",
      back: "Archives of format 0.5.0 stay where they are; no earlier release was tried on them",
      oneWay: { what: "archives, which no earlier release was tried on" },
      source: "SingleFileArchiveDefs.hpp; pull request 1788",
    },
    {
      of: "tables",
      up: "The log ingestor makes three tables of its own, in which its jobs outlive a restart",
      back: "The log ingestor's tables stay, unused; its jobs are started anew",
      source: "clp_ingestion.rs",
    },
  ],
  clients: [
    {
      component: "api-server",
      text: "API server: `dataset` of a query is `datasets`, a list; a query may be cancelled by DELETE /query/{id}. More than 10 datasets are refused unless query_scheduler.max_datasets_per_query says otherwise",
      source: OPENAPI,
    },
    {
      component: "log-ingestor",
      text: "Log ingestor: DELETE /job/{id} is POST /job/{id}/terminate, and ids are those of the database",
      source: OPENAPI,
    },
  ],
  chart: {
    reinstall:
      "the templates of claims of all four StatefulSets and the class and access mode of claims are others, which the API server does not let change",
    notes: [
      "The chart brings no PersistentVolumes any more: it asks the cluster's storage class for volumes. What lies in directories of the nodes has to be carried over by hand",
      "Servers run as the users of their images, and no longer as 1000:1000: files that are copied as such need another owner; a dump does not",
      "Claims of archives and streams are ReadWriteOnce: pods on several nodes need volumes that were made for that",
      "The queue and Redis have no volume: what they hold ends with their pods",
    ],
    source: "kube-apiserver 1.34.1",
  },
};

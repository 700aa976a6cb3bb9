/** What Presto's coordinator reads. All of it is written here: nothing is made of a template at its start (P6). */
import { type Sourced, sourced } from "../../base/origin.ts";
import { pick } from "../../base/typed.ts";
import { addressOf } from "../../lower/containers.ts";
import type { Deployment } from "../../lower/deployment.ts";
import { secretPart } from "../../lower/needed-secrets.ts";
import { type Template, template } from "../../model/tree.ts";
import { value } from "../../model/value.ts";
import { coordinatorMemory, coordinatorShares } from "./memory.ts";
import { deployedSection, propertyOf } from "./place.ts";
import { prestoVersion } from "./presto-version.ts";

/** Where both images have Presto's configuration. */
export const PRESTO_ETC = "/opt/presto-server/etc";

/** On which coordinator and workers listen in their containers. */
export const PRESTO_PORT = 8080;

/** What the coordinator writes goes here: beside its program only root may. */
export const COORDINATOR_DATA = "/var/lib/presto";

/**
 * `config.properties`. Requests are not logged: the log would stand among the coordinator's own files, where up to
 * 15 times 100 MB are more than their directory holds, and workers alone fill it in days.
 */
export function coordinatorConfig(deployment: Deployment): Template {
  const { host, port } = addressOf("presto-coordinator");
  const { query } = coordinatorShares(coordinatorMemory(deployedSection(deployment)));
  return template(
    {
      coordinator: true,
      "node-scheduler.include-coordinator": false,
      "http-server.http.port": PRESTO_PORT,
      "http-server.log.enabled": false,
      "query.max-memory": "1GB",
      "query.max-memory-per-node": query,
      "discovery-server.enabled": true,
      "discovery.uri": value`http://${host}:${port}`,
      "optimizer.optimize-hash-generation": false,
      "regex-library": "RE2J",
      "use-alternative-function-signatures": true,
      "inline-sql-functions": false,
      "nested-data-serialization-enabled": false,
      "native-execution-enabled": true,
      "presto.version": prestoVersion(deployment),
    },
    propertyOf("coordinator", deployment.release.name),
  );
}

/** `node.properties` */
export function coordinatorNode({ release }: Deployment): Template {
  return template(
    {
      "node.environment": "production",
      "node.id": "presto-coordinator",
      "node.data-dir": COORDINATOR_DATA,
    },
    propertyOf("coordinator", release.name),
  );
}

/** `jvm.config`, an option a line. */
export function coordinatorJvm(deployment: Deployment): readonly Sourced<string>[] {
  const { heap } = coordinatorShares(coordinatorMemory(deployedSection(deployment)));
  const origin = propertyOf("coordinator", deployment.release.name);
  return [
    sourced("# Made by clp-compile. Change the inputs and compile again: edits here are lost.", origin),
    sourced("-server", origin),
    sourced(`-Xmx${heap.value}`, heap.origin),
    ...[
      "-XX:+UseG1GC",
      "-XX:G1HeapRegionSize=32M",
      "-XX:+UseGCOverheadLimit",
      "-XX:+ExplicitGCInvokesConcurrent",
      "-XX:+HeapDumpOnOutOfMemoryError",
      "-XX:+ExitOnOutOfMemoryError",
      "-Djdk.attach.allowAttachSelf=true",
    ].map((option) => sourced(option, origin)),
  ];
}

/** `log.properties` */
export function coordinatorLog({ release }: Deployment): Template {
  return template({ "com.facebook.presto": "INFO" }, propertyOf("coordinator", release.name));
}

/** `catalog/clp.properties`: the connector's login to CLP's database, at that database's own name and address (P4, P5). */
export function coordinatorCatalog(deployment: Deployment): Template {
  const { host, port } = addressOf("database");
  return template(
    {
      "connector.name": "clp",
      "clp.metadata-provider-type": "mysql",
      "clp.metadata-db-url": value`jdbc:mysql://${host}:${port}`,
      "clp.metadata-db-name": pick(deployment.config.database.names, "clp"),
      "clp.metadata-db-user": value`${secretPart("database.username")}`,
      "clp.metadata-db-password": value`${secretPart("database.password")}`,
      "clp.metadata-table-prefix": "clp_",
      "clp.split-provider-type": "mysql",
      "clp.split-filter-provider-type": "mysql",
      "clp.split-filter-config": `${PRESTO_ETC}/split-filter.json`,
    },
    propertyOf("coordinator", deployment.release.name),
  );
}

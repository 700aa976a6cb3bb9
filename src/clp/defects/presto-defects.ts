/** Defects of CLP's own set-up of Presto, in Compose and in its Helm chart. Releases are those of CLP that they came with. */
import type { DefectTable } from "./defect.ts";

const SET_UP = "tools/deployment/presto-clp";
const CHART = "the chart's templates of Presto";

export const PRESTO_DEFECTS = {
  P1: {
    title: "Several workers of Presto share their configuration",
    happens:
      "With `--scale` all replicas rewrite one file in one volume: two nodes get one identity, or a worker ends at its start.",
    since: "0.9.0",
    treatment: "corrected",
    here: "each worker is a service with files of its own; on Kubernetes a pod finds its own by its name",
    source: `${SET_UP}/docker-compose.yaml; worker/scripts/generate-configs.sh`,
  },
  P2: {
    title: "Errors of the database become empty results",
    happens: "With a wrong password, name or host Presto shows no tables and no rows, and logs a warning.",
    since: "0.9.0",
    treatment: "avoided",
    here: "address, name and login are those of CLP's own services; docs/presto.md has the query that shows it",
    source: "the connector's ClpMySqlMetadataProvider and ClpMySqlSplitProvider",
  },
  P3: {
    title: "Workers download tools at each start",
    happens:
      "Without a way to a mirror of Ubuntu a worker never starts, and the message blames the coordinator.",
    since: "0.9.0",
    treatment: "corrected",
    here: "nothing is downloaded: coordinator and workers are told one version beforehand",
    source: `${SET_UP}/worker/scripts/generate-configs.sh`,
  },
  P4: {
    title: "Presto looks into another database than CLP's",
    happens:
      "`database.name` is read, which no config has any more, so that a renamed database has no tables.",
    since: "0.9.0",
    treatment: "corrected",
    here: "the name is that of `database.names.clp`",
    source: `${SET_UP}/scripts/init.py`,
  },
  P5: {
    title: "Presto does not reach an external database",
    happens: "It looks for `database:3306` whatever the config says, and no name leads there.",
    since: "0.10.0",
    treatment: "corrected",
    here: "with the config's host and port, as for all other services",
    source: `${SET_UP}/scripts/init.py, \`_DATABASE_COMPONENT_NAME\``,
  },
  P6: {
    title: "Presto's variables are written unquoted",
    happens:
      "`$`, ` #` and quotes change a password on its way, and a line break makes a variable of one's own.",
    since: "0.9.0",
    treatment: "corrected",
    here: "files are written whole, and no variable carries a secret",
    source: `${SET_UP}/scripts/init.py`,
  },
  P7: {
    title: "Keys of S3 are run by a shell in the worker",
    happens:
      "The template of the catalog passes through `sh`: what a key holds in backquotes is run as root.",
    since: "0.9.0",
    treatment: "corrected",
    here: "no file is made of a template at a start",
    source: `${SET_UP}/worker/scripts/generate-configs.sh`,
  },
  P8: {
    title: "Passwords are not escaped for who reads them",
    happens: "Java takes a backslash for the beginning of an escape; the native worker removes white space.",
    since: "0.9.0",
    treatment: "corrected",
    here: "escaped for Java; what a reader cannot be told is refused",
    source: "java.util.Properties; presto_cpp's ConfigReader",
  },
  P9: {
    title: "Each side of Presto gets the secrets of the other",
    happens:
      "The database's password stands in the worker's environment, S3 keys in the coordinator's, and all in files that anybody on the host reads; the chart has them in a ConfigMap.",
    since: "0.9.0",
    treatment: "corrected",
    here: "one secret file for each reader",
    source: `${SET_UP}/docker-compose.yaml; ${CHART}`,
  },
  P10: {
    title: "Presto is open to everybody",
    happens: "It asks nobody for a password, and is published on all interfaces, or on every node.",
    since: "0.9.0",
    treatment: "corrected",
    here: "published on the loopback, or not at all, and on Kubernetes inside the cluster; a warning elsewhere",
    source: `${SET_UP}/docker-compose.yaml; presto-coordinator-service.yaml`,
  },
  P11: {
    title: "Presto looks for archives on S3 in the wrong place",
    happens:
      "An endpoint of one's own is ignored, or the bucket stands both in the host and beside it, which the connector refuses.",
    since: "0.9.0",
    until: "0.11.0",
    treatment: "corrected",
    here: "the endpoint is kept, and the bucket stands once, where the image looks for it",
    source: `${SET_UP}/scripts/init.py`,
  },
  P12: {
    title: "S3 for Presto has half of the options",
    happens:
      "Authentication other than by keys is refused late, or the chart does not render; without a region its URL has two points in a row.",
    since: "0.9.0",
    treatment: "refused",
    here: "with the way out; no region is AWS's own endpoint",
    source: `${SET_UP}/scripts/init.py; ${CHART}`,
  },
  P13: {
    title: "The set-up of Presto finds config and credentials in one place alone",
    happens: "`credentials_file_path` is not heeded.",
    since: "0.9.0",
    treatment: "corrected",
    here: "Presto is a part of the deployment, with the same inputs",
    source: `${SET_UP}/scripts/init.py`,
  },
  P14: {
    title: "The image of Presto moves, and its properties do not",
    happens: "The tag dev is another image each day, whose coordinator may refuse the properties of CLP.",
    since: "0.9.0",
    until: "0.10.0",
    treatment: "warned of",
    here: "where no digest is given; properties follow the tag",
    source: `${SET_UP}/docker-compose.yaml`,
  },
  P15: {
    title: "Each worker of Presto is told to use the whole machine",
    happens:
      "Nine tenths of the memory of the machine on which the script runs, however many workers and neighbours there are.",
    since: "0.9.0",
    treatment: "corrected",
    here: "the site file says a worker's memory, which is also its container's limit",
    source: `${SET_UP}/scripts/init.py`,
  },
  P16: {
    title: "A worker without a version looks ready",
    happens:
      "The script of the chart swallows failures: the pod is ready, and the coordinator takes the node for inactive.",
    since: "0.11.0",
    treatment: "corrected",
    here: "coordinator and workers are told one version by their files",
    source: "the chart's presto-worker-setup-configs.sh",
  },
  P17: {
    title: "A change of Presto's configuration reaches no pod",
    happens: "There is no checksum, and single files that are mounted are not renewed.",
    since: "0.11.0",
    treatment: "corrected",
    here: "containers and pods carry a hash of what they read",
    source: CHART,
  },
  P18: {
    title: "The split filter is edited by hand in CLP's sources",
    happens: "Once for each dataset; where the chart's value is not set, every query fails.",
    since: "0.9.0",
    treatment: "corrected",
    here: "it is made of the site file's timestamp keys, and is never null",
    source: `${SET_UP}/coordinator/config-template/split-filter.json; ${CHART}`,
  },
  P19: {
    title: "A worker announces several addresses in one word",
    happens: "On two networks the node cannot be reached.",
    since: "0.9.0",
    treatment: "corrected",
    here: "the worker finds its own address by itself",
    source: `${SET_UP}/worker/scripts/generate-configs.sh, \`hostname -i\``,
  },
  P20: {
    title: "The health check of Presto proves little",
    happens: "The coordinator answers before it has loaded its catalogs, and the worker is never asked.",
    since: "0.9.0",
    treatment: "corrected",
    here: "the coordinator must say that it has started, and workers are asked",
    source: `${SET_UP}/docker-compose.yaml`,
  },
  P21: {
    title: "Presto's workers wait for the coordinator of any release",
    happens: "The selector does not name the release, and a password with a line break is no YAML.",
    since: "0.11.0",
    treatment: "corrected",
    here: "nothing waits by a selector, and values are written as they must be",
    source: CHART,
  },
  P22: {
    title: "The coordinator's heap is fixed",
    happens: "With less memory than that its pod is killed; with a larger query limit it does not start.",
    since: "0.9.0",
    treatment: "corrected",
    here: "heap and query limit follow from the coordinator's memory",
    source: `${SET_UP}/coordinator.env; ${CHART}`,
  },
  P23: {
    title: "A path with a colon or a dollar cannot be mounted for Presto",
    happens: "`too many colons`, or another directory.",
    since: "0.9.0",
    treatment: "corrected",
    here: "mounts are written in the long syntax",
    source: `${SET_UP}/docker-compose.yaml`,
  },
  P24: {
    title: "Presto can be set up after CLP's first start alone",
    happens: "Its project needs the network of one that has run, by an id that is made then.",
    since: "0.9.0",
    treatment: "corrected",
    here: "it is one project with CLP's services",
    source: `${SET_UP}/scripts/init.py`,
  },
} as const satisfies DefectTable<"P">;

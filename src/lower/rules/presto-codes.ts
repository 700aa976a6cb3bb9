/** What the rules of `presto.ts` report. */
import type { CodeTable } from "../../base/code-entry.ts";

export const PRESTO_CODES = {
  CLP3130: {
    severity: "error",
    title: "Presto without a worker's memory",
    explanation:
      "A worker of Presto takes the memory that it is told of. CLP's set-up tells each worker nine tenths of the machine on which it was called; how much there is for one where it runs is a fact of that place, so the site file must say it.",
    wrong: "presto: {deploy: true}   # in the site file; in the config, … query_engine: presto",
    right: "presto: {deploy: true, worker_memory: 8GiB}",
    source: "P15",
  },
  CLP3131: {
    severity: "error",
    title: "Too little memory for Presto",
    explanation:
      "A worker needs a gibibyte for a query, which is the least that its property can say, and as much for itself; the coordinator is a Java program with a heap.",
    wrong: "presto: {worker_memory: 1GiB}   # in the site file; in the config, … query_engine: presto",
    right: "presto: {worker_memory: 2GiB}",
    source: "presto_cpp's query-memory-gb; P15, P22",
  },
  CLP3132: {
    severity: "error",
    title: "S3 authentication that Presto's workers have not",
    explanation:
      "A worker of Presto is told an access key and its secret, and knows no profile, no environment and no role of an instance. CLP's set-up refuses other types, and its chart fails to render.",
    wrong: "presto: {…}   # in the site file; archives on S3 with aws_authentication: {type: profile}",
    right: "aws_authentication: {type: credentials, credentials: {…}}",
    source: "P12; the connector's ClpConfig",
  },
  CLP3133: {
    severity: "error",
    title: "Session token that Presto's workers are not told",
    explanation:
      "The keys of temporary credentials are worth nothing without their session token, for which CLP's properties of Presto have no place.",
    wrong: "presto: {…}   # in the site file; archives on S3 with credentials.session_token",
    right: "session_token: null",
    source: "presto-clp's init.py; P12",
  },
  CLP3134: {
    severity: "error",
    title: "Secret that Presto's workers cannot read",
    explanation:
      "A native worker removes white space from every line of its properties, wherever it stands, and replaces a value of the form `${NAME}` by a variable. There is no escape for either.",
    wrong: "presto: {…}   # in the site file; archives on S3 with a secret_access_key that has a blank",
    right: "secret_access_key: another one",
    source: "P8; presto_cpp's ConfigReader",
  },
  CLP3135: {
    severity: "error",
    title: "Login that Presto's coordinator may take for a variable",
    explanation:
      "Newer coordinators replace `${ENV:NAME}` in properties by a variable of their environment, and have no escape for it. Any other character reaches them.",
    wrong: 'presto: {…}   # in the site file; in the credentials, database.password: "a${ENV:B}c"',
    right: "database.password: one without ${ENV:",
    source: "P8; Presto's secret properties",
  },
  CLP3136: {
    severity: "error",
    title: "Limit below the memory that Presto is told of",
    explanation:
      "Coordinator and workers are told to use a certain amount of memory. In a container that may have less, they are killed when they do.",
    wrong:
      "presto: {worker_memory: 8GiB}\ncompose: {resources: {presto_worker: {limits: {memory: 4Gi}}}}   # …",
    right: "presto: {worker_memory: 8GiB}",
    source: "P15, P22",
  },
  CLP3137: {
    severity: "error",
    title: "Several workers of Presto on a host of several",
    explanation:
      "Workers of several hosts reach each other at the addresses of these hosts, on the port on which a worker listens: there is one of it on a host. A worker uses all CPUs of its host.",
    wrong: "presto: {workers: 2, worker_memory: 8GiB}   # in the site file with hosts: …",
    right: "presto: {workers: 1, worker_memory: 16GiB}",
    source: "presto_cpp's node.internal-address and http-server.http.port",
  },
  CLP4120: {
    severity: "warning",
    title: "Presto published beyond the host",
    explanation:
      "Presto asks nobody for a password: whoever reaches its port reads all logs by SQL, under any user name, and may announce a worker of his own. By default it is published on the loopback alone.",
    wrong: "presto: {publish: {host: 0.0.0.0}}   # in the site file; in the config, … query_engine: presto",
    right: "presto: {publish: {host: 127.0.0.1}}",
    source: "P10",
  },
  CLP4121: {
    severity: "warning",
    title: "Image of Presto that moves",
    explanation:
      "The tag means another image from one day to the next, and the properties that are written belong to an image: one day the coordinator may not start. A digest says which image is meant.",
    wrong: "presto: {…}   # in the site file of a release whose own images are tagged dev",
    right: "presto: {images: {coordinator: …@sha256:…, worker: …@sha256:…}}",
    source: "P14",
  },
  CLP4122: {
    severity: "warning",
    title: "Image of Presto whose properties are not known",
    explanation:
      "The properties of the connector change from image to image, and the coordinator may refuse one that it does not know. Those that are written belong to the release's own images.",
    wrong: "presto: {images: {worker: registry.example.com/worker:next}}   # in the site file, …",
    right: "presto: {images: {worker: null}}",
    source: "P14",
  },
  CLP4123: {
    severity: "note",
    title: "Presto without timestamp keys",
    explanation:
      "Which archives a span of time rules out, Presto knows by the timestamp key of the dataset, which is given to each compression and stands in no config. Without it every query reads every archive of its dataset: the result is right, and slow.",
    wrong: "presto: {…}   # in the site file, without timestamp_keys",
    right: "presto: {timestamp_keys: {default: timestamp}}",
    source: "P18",
  },
  CLP4124: {
    severity: "note",
    title: "Presto that somebody else must run",
    explanation:
      "Queries go to Presto, and nothing in this deployment runs it: CLP's own way is a second Compose project, set up by a script. With `presto: {deploy: true}` in the site file it is a part of this one; with `deploy: false` the web UI is told the address of yours.",
    wrong: "package: {query_engine: presto}   # …",
    right: "presto: {deploy: true, worker_memory: 8GiB}   # in the site file",
    source: "tools/deployment/presto-clp; D17, P24",
  },
  CLP4125: {
    severity: "warning",
    title: "Presto's section of the site file without effect",
    explanation:
      "The section says how Presto is deployed. Where CLP's own services answer queries, or somebody else runs Presto, nothing of it has an effect.",
    wrong: "presto: {deploy: true, worker_memory: 8GiB}   # in the site file; the config …",
    right: "presto: null",
    source: "the deployment types of CLP",
  },
  CLP4126: {
    severity: "warning",
    title: "Two timestamp keys for one dataset",
    explanation:
      "The connector applies what it is told of all datasets to each of them, also where one has a key of its own. If such a dataset has a column of the common name that is another time than the archives' own, archives are left out that have matches.",
    wrong: "presto: {timestamp_keys: {default: timestamp, datasets: {web: ts}}}   # in the site file, …",
    right: "presto: {timestamp_keys: {datasets: {web: ts, database: timestamp}}}",
    source: "the connector's ClpSplitFilterProvider: wider scopes apply to narrower ones",
  },
} as const satisfies CodeTable;

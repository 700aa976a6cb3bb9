import { DEFAULT_RELEASE } from "../../clp/releases/releases.ts";
import type { CodeTable } from "./entry.ts";

/** One key or one value of an input, looked at by itself. */
export const KEYS_CODES = {
  CLP2001: {
    severity: "error",
    title: "Unknown key",
    explanation: "No such key belongs there. CLP ignores it and uses the default of the key that was meant.",
    wrong: "webui: {prot: 4001}",
    right: "webui: {port: 4001}",
    source: "D20, D21",
  },
  CLP2002: {
    severity: "error",
    title: "Value of the wrong type",
    explanation:
      "A number, a string, a truth value, a list or a mapping is needed, and another of these is given. CLP converts some of them silently (`true` becomes port 1, a numeric password is refused or changed); this compiler converts nothing.",
    wrong: 'webui: {port: "4001"}',
    right: "webui: {port: 4001}",
    source: "D30, D42",
  },
  CLP2003: {
    severity: "error",
    title: "Missing key",
    explanation: "A key that has no default is not there.",
    wrong: "presto: {host: presto-coordinator}",
    right: "presto: {host: presto-coordinator, port: 8080}",
    source: "clp_config.py; DESIGN of credentials: all six database keys, used or not, as in CLP",
  },
  CLP2004: {
    severity: "error",
    title: "Number out of range",
    explanation: "A number is outside what CLP's validator, or the service that reads it, can take.",
    wrong: "webui: {port: 65536}",
    right: "webui: {port: 4000}",
    source: "clp_config.py; D29",
  },
  CLP2005: {
    severity: "error",
    title: "Value that is not one of those allowed",
    explanation: "The key takes one of a few words, in exactly this spelling.",
    wrong: "package: {query_engine: Presto}",
    right: "package: {query_engine: presto}",
    source: "clp_config.py; D30",
  },
  CLP2006: {
    severity: "error",
    title: "Value that readers of YAML take for different things",
    explanation:
      "CLP reads YAML 1.1, where a bare `yes` is true, `010` is 8 and `12:30` is 750; YAML 1.2 reads a word, 10 and a time. Quotes make a string of it; a number is written in plain decimal digits.",
    wrong: "webui: {port: 010000}",
    right: "webui: {port: 4096}",
    source: "D30; YAML 1.1 types; PyYAML's resolver",
  },
  CLP2007: {
    severity: "error",
    title: "Empty string",
    explanation: "The key needs some text; white space alone is none.",
    wrong: 'webui: {host: ""}',
    right: "webui: {host: localhost}",
    source: "clp_config.py NonEmptyStr; D42",
  },
  CLP2008: {
    severity: "error",
    title: "Null where a value is needed",
    explanation:
      "Nothing is written after the colon, or `null` or `~`, and the key cannot be null. Left out, a key has its default.",
    wrong: "webui:",
    right: "webui: {}",
    source: "D37",
  },
  CLP2009: {
    severity: "error",
    title: "Key or value of another release of CLP",
    explanation:
      "The release of CLP that is compiled for does not know it: it was renamed or removed earlier, or came later. CLP would ignore it silently or refuse it.",
    wrong: "database: {name: clp-db}",
    right: "database: {names: {clp: clp-db}}",
    source: "the history of clp_config.py",
  },
  CLP2010: {
    severity: "error",
    title: "One key in two spellings",
    explanation:
      "`initial_backoff` (what CLP's parser takes) and `initial_backoff_ms` (what CLP's documents say) are one key, and so are `max_backoff` and `max_backoff_ms`. Only one of them may be given.",
    wrong: "api_server: {query_job_polling: {initial_backoff: 100, initial_backoff_ms: 200}}",
    right: "api_server: {query_job_polling: {initial_backoff: 200}}",
    source: "D22",
  },
  CLP2011: {
    severity: "error",
    title: "Storage of two kinds at once",
    explanation:
      "A storage, or the log input, is a directory (`type: fs`) or a bucket (`type: s3`), and has the keys of its own type alone. CLP guesses from the keys and drops what does not fit.",
    wrong: "archive_output: {storage: {type: fs, staging_directory: var/data/staged}}",
    right: "archive_output: {storage: {type: fs, directory: var/data/archives}}",
    source: "D31",
  },
  CLP2012: {
    severity: "error",
    title: "Authentication of two kinds at once",
    explanation:
      "`profile` belongs to the AWS authentication type profile, and `credentials` to the type credentials; the others take neither.",
    wrong: "logs_input: {type: s3, aws_authentication: {type: ec2, profile: default}}",
    right: "logs_input: {type: s3, aws_authentication: {type: profile, profile: default}}",
    source: "clp_config.py AwsAuthentication.validate_authentication",
  },
  CLP2013: {
    severity: "error",
    title: "Character that the value cannot have",
    explanation:
      "Control characters have no place in names, hosts and paths; a credential may have all but NUL, which no environment variable can carry. Half of a surrogate pair is no character at all.",
    wrong: 'webui: {host: "local\\nhost"}',
    right: "webui: {host: localhost}",
    source: "the formats of Compose, Kubernetes and .env files",
  },
  CLP2014: {
    severity: "error",
    title: "White space around a database credential",
    explanation:
      "CLP strips white space from the ends of database user names and passwords, so that the services and the database would not agree.",
    wrong: 'database: {password: " secret "}',
    right: 'database: {password: "secret"}',
    source: "D42",
  },
  CLP2015: {
    severity: "error",
    title: "Not an IPv4 address",
    explanation:
      "Docker publishes ports on IPv4 addresses: four numbers from 0 to 255 with points between them.",
    wrong: "host: {addresses: {db.example.com: 10.0.0.256}}",
    right: "host: {addresses: {db.example.com: 10.0.0.5}}",
    source: "D15",
  },
  CLP2016: {
    severity: "error",
    title: "Not a host",
    explanation: "A host is a name or an IPv4 address alone: no scheme, no port, no path, no IPv6 address.",
    wrong: 'webui: {host: "localhost:4000"}',
    right: "webui: {host: localhost, port: 4000}",
    source: "D15",
  },
  CLP2017: {
    severity: "error",
    title: "Not a restart policy",
    explanation:
      'Docker knows "no", "always", "unless-stopped", "on-failure", and "on-failure:N" with the number of attempts.',
    wrong: "compose: {restart_policy: on-failure:0}",
    right: 'compose: {restart_policy: "on-failure:3"}',
    source: "CLP's start script; Docker's restart policies",
  },
  CLP2018: {
    severity: "error",
    title: "Not a quantity",
    explanation:
      "Kubernetes counts resources in quantities: a number, with or without a unit such as m, k, Mi or Gi.",
    wrong: "kubernetes: {resources: {webui: {limits: {memory: 4GB}}}}",
    right: "kubernetes: {resources: {webui: {limits: {memory: 4Gi}}}}",
    source: "Kubernetes apimachinery resource.Quantity",
  },
  CLP2019: {
    severity: "error",
    title: "Not a Kubernetes name",
    explanation:
      "Names of releases, namespaces and storage classes follow RFC 1123: lower-case letters, digits and -.",
    wrong: "kubernetes: {namespace: CLP_prod}",
    right: "kubernetes: {namespace: clp-prod}",
    source: "RFC 1123; Kubernetes object names; H17",
  },
  CLP2020: {
    severity: "error",
    title: "Not a NodePort",
    explanation: "Kubernetes gives NodePorts from 30000 to 32767.",
    wrong: "kubernetes: {node_ports: {webui: 4000}}",
    right: "kubernetes: {node_ports: {webui: 30000}}",
    source: "kube-apiserver --service-node-port-range; H17",
  },
  CLP2021: {
    severity: "error",
    title: "Not an absolute path",
    explanation:
      "The directories of the site file are the fixed points to which others are relative, so they start with /.",
    wrong: "host: {clp_home: clp}",
    right: "host: {clp_home: /home/clp/clp-package}",
    source: "the site file",
  },
  CLP2022: {
    severity: "error",
    title: "Release of CLP that is not supported",
    explanation:
      "This compiler does not know that release of CLP. Each release has its own keys, services and defaults.",
    wrong: 'clp_version: "1.0"',
    right: `clp_version: "${DEFAULT_RELEASE.id}"`,
    source: "the site file",
  },
  CLP2023: {
    severity: "error",
    title: "Not a Compose project name",
    explanation: "Docker Compose takes lower-case letters, digits, _ and -, the first a letter or digit.",
    wrong: "compose: {project_name: CLP Package}",
    right: "compose: {project_name: clp-package}",
    source: "compose-go's NormalizeProjectName",
  },
  CLP2024: {
    severity: "error",
    title: "Key prefix without a slash at its end",
    explanation: "CLP joins prefix and object name without anything between them.",
    wrong: "key_prefix: archives",
    right: "key_prefix: archives/",
    source: "clp_config.py S3Config.validate_key_prefix",
  },
  CLP2025: {
    severity: "error",
    title: "Not one word",
    explanation:
      "The value becomes part of a Kubernetes annotation and of nothing else; letters, digits, _, . and - are enough for it.",
    wrong: 'kubernetes: {secret_revision: "second try!"}',
    right: "kubernetes: {secret_revision: second-try}",
    source: "the site file",
  },
  CLP2026: {
    severity: "error",
    title: "Not a Kubernetes label",
    explanation:
      "Labels, topology keys and names of resources have at most 63 letters, digits, _, . and -, with or without a domain before them.",
    wrong: "kubernetes: {scheduling: {reducer: {nodeSelector: {disk type: ssd}}}}",
    right: "kubernetes: {scheduling: {reducer: {nodeSelector: {disktype: ssd}}}}",
    source: "Kubernetes labels and selectors",
  },
  CLP2027: {
    severity: "error",
    title: "Credential that the environment does not give",
    explanation:
      "Credentials were to come from the environment, and a variable that is needed is not set or empty.",
    wrong: "CLP_DB_PASS is not set",
    right: "CLP_DB_PASS=… clp-compile --credentials-from-env",
    source: "CLP's own names of the variables",
  },
  CLP2050: {
    severity: "error",
    title: "Not a name for telemetry",
    explanation:
      "The name of the deployment stands in a list of attributes that the collector of telemetry reads: a comma, a blank or the end of a line in it would begin another attribute, or make .env unreadable (E26).",
    wrong: 'host: {instance_id: "site, 1"}',
    right: "host: {instance_id: site-1}",
    source: "OTEL_RESOURCE_ATTRIBUTES; E26",
  },
  CLP2070: {
    severity: "error",
    title: "Two images of the package",
    explanation:
      "Both the site file and the config may name the image of CLP's own services: `images.package` and `container_image_ref`. Where they differ, nothing says which one is meant.",
    wrong:
      "images: {package: registry.example.com/clp:1}   # with container_image_ref: registry.example.com/clp:2 in the config",
    right: "images: {package: registry.example.com/clp:1}",
    source: "clp_config.py, `container_image_ref`",
  },
  CLP2071: {
    severity: "error",
    title: "Not a registry",
    explanation:
      "A registry stands before the name of each image: HOST[:PORT][/PATH], without a protocol, a tag or a slash at its end. Its host has a point or a port, or is localhost: else Docker takes it for a path on Docker Hub.",
    wrong: "images: {registry: https://registry.example.com/}",
    right: "images: {registry: registry.example.com}",
    source: "Grammar of references of Docker and of the OCI distribution",
  },
  CLP2073: {
    severity: "note",
    title: "Image of what does not run",
    explanation:
      "An image is named for a component that this deployment does without, or that somebody else runs. A site file that is for several deployments may well do so.",
    wrong: 'images: {mcp_server: "registry.example.com/mcp:1"}   # and no mcp_server in the config',
    right: 'images: {webui: "registry.example.com/webui:1"}',
    source: "The components of the deployment",
  },
  CLP2072: {
    severity: "warning",
    title: "Image without tag and digest",
    explanation:
      "Docker and Kubernetes then pull what is called latest on that day: two hosts may run two versions, and a server may find files of a later one.",
    wrong: "images: {redis: registry.example.com/redis}",
    right: 'images: {redis: "registry.example.com/redis:7.4.8"}',
    source: "Grammar of references of Docker and of the OCI distribution",
  },
  CLP2051: {
    severity: "note",
    title: "No release of CLP is named",
    explanation:
      "Without `clp_version` in the site file the newest release that the compiler knows is compiled for. A later compiler may know a newer one, with databases that cannot read their files in the older one again: name the release.",
    wrong: "host: {cpus: 8}   # in the site file",
    right: `clp_version: "${DEFAULT_RELEASE.id}"   # in the site file`,
    source: "what the compiler is told",
  },
  CLP2028: {
    severity: "error",
    title: "Not a reference to an image",
    explanation:
      "Docker and Kubernetes refuse it when they pull: a reference is [HOST[:PORT]/]PATH[:TAG][@sha256:DIGEST], with PATH in lower-case letters, digits and single separators, and neither blanks nor a protocol.",
    wrong: "container_image_ref: https://ghcr.io/Acme/CLP package",
    right: "container_image_ref: ghcr.io/acme/clp-package:2026-01",
    source: "Grammar of references of Docker and of the OCI distribution",
  },
  CLP2029: {
    severity: "error",
    title: "Character that nobody sees",
    explanation:
      "A character without width, or one that turns the order of a line around, makes a value another one than it looks: a reviewer approves what is not used. Credentials and S3 keys may have them, as they are carried and never shown.",
    wrong: 'database: {host: "db\u202e.example.com"}',
    right: "database: {host: db.example.com}",
    source: "Unicode: Bidi_Control and Default_Ignorable_Code_Point; CVE-2021-42574",
  },
  CLP2030: {
    severity: "error",
    title: "Too long",
    explanation:
      "Linux takes 255 bytes between two slashes of a path and 4,095 in all of it, DNS 253 characters of a name: what is longer can neither be mounted nor looked up.",
    wrong:
      "data_directory: /srv/datadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadatadata",
    right: "data_directory: /srv/data",
    source: "Linux: NAME_MAX and PATH_MAX; RFC 1035",
  },
  CLP2031: {
    severity: "error",
    title: "URL with a user",
    explanation:
      "User and password stand in the URL, and the value stands in files that are committed. S3 keys belong to `aws_authentication`, passwords of databases and queues to the credentials file. Nothing before the @ is ever shown.",
    wrong:
      "archive_output: {storage: {type: s3, s3_config: {endpoint_url: http://key:secret@minio:9000, bucket: b, key_prefix: p/, aws_authentication: {type: env_vars}}}}",
    right:
      "archive_output: {storage: {type: s3, s3_config: {endpoint_url: http://minio:9000, bucket: b, key_prefix: p/, aws_authentication: {type: env_vars}}}}",
    source: "RFC 3986, section 3.2.1",
  },
  CLP2100: {
    severity: "error",
    title: "Name of a host",
    explanation:
      "A host's name is a DNS label: its folder in `compose/hosts/` is called so. With `count`, `{n}` in it is the number of each host.",
    wrong: "hosts: [{name: Worker_1, address: 10.0.0.21, components: [workers]}, …]",
    right: "hosts: [{name: worker-1, address: 10.0.0.21, components: [workers]}, …]",
    source: "RFC 1123",
  },
  CLP2101: {
    severity: "error",
    title: "Network of clients",
    explanation:
      "`firewall.clients` lists IPv4 addresses and networks, such as `10.0.0.0/8`: from them the ports for people are reached.",
    wrong: "firewall: {clients: [office]}   # …",
    right: "firewall: {clients: [192.168.0.0/16]}   # …",
    source: "nftables",
  },
  CLP2130: {
    severity: "error",
    title: "Amount of memory",
    explanation:
      "Memory of Presto is a number with a unit: MiB, GiB and TiB count in powers of two, MB, GB and TB in powers of ten. Without a unit it is bytes.",
    wrong: "presto: {worker_memory: lots}   # in the site file",
    right: "presto: {worker_memory: 8GiB}",
    source: "the site file's own syntax",
  },
  CLP2131: {
    severity: "error",
    title: "Name that Presto cannot take",
    explanation:
      "The connector shows datasets whose names have letters, digits and _ alone, and finds a nested key by such steps with points between. A key of another name never matches, without a word.",
    wrong: "presto: {timestamp_keys: {datasets: {my-logs: timestamp}}}   # in the site file",
    right: "presto: {timestamp_keys: {datasets: {my_logs: timestamp}}}",
    source: "the connector's ClpMetadataProvider and its documentation of the split filter",
  },
} as const satisfies CodeTable<"2">;

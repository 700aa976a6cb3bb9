/** Values that break the rule of their kind, such as a port or a path. */
import type { CodeTable } from "../../base/code-entry.ts";

export const SCHEMA_CODES = {
  CLP2007: {
    severity: "error",
    title: "Empty string",
    explanation: "The key needs some text; white space alone is none.",
    wrong: 'webui: {host: ""}',
    right: "webui: {host: localhost}",
    source: "clp_config.py NonEmptyStr; D42",
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
  CLP2021: {
    severity: "error",
    title: "Not an absolute path",
    explanation:
      "The directories of the site file are the fixed points to which others are relative, so they start with /.",
    wrong: "host: {clp_home: clp}",
    right: "host: {clp_home: /home/clp/clp-package}",
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
  CLP2050: {
    severity: "error",
    title: "Not a name for telemetry",
    explanation:
      "The name of the deployment stands in a list of attributes that the collector of telemetry reads: a comma, a blank or the end of a line in it would begin another attribute, or make .env unreadable (E26).",
    wrong: 'host: {instance_id: "site, 1"}',
    right: "host: {instance_id: site-1}",
    source: "OTEL_RESOURCE_ATTRIBUTES; E26",
  },
  CLP2960: {
    severity: "error",
    title: "Endpoint that the collector would expand",
    explanation:
      "The collector of telemetry puts the contents of a file in place of `${file:…}`, a variable of its environment in place of `${env:…}` or `${…}`, and `$` in place of `$$`, in what its environment says, too. What the machine holds would become part of an address, and be sent there.",
    wrong: 'telemetry: {endpoint: "https://telemetry.example.com/${file:/etc/passwd}"}',
    right: "telemetry: {endpoint: https://telemetry.example.com}",
    source: "opentelemetry-collector v0.152.0, confmap/expand.go",
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
  CLP2142: {
    severity: "error",
    title: "Key of a secret store without {section}",
    explanation:
      "The store has an entry for each section of the credentials: `{section}` in the pattern becomes `database`, `queue`, `redis`, `s3-archives`, `s3-streams` or `s3-logs-input`. Without it all would be one entry, in which `password` stands for three.",
    wrong: "kubernetes: {secrets: {from: external-secrets, store: {name: vault}, key: clp/prod}}",
    right: 'kubernetes: {secrets: {from: external-secrets, store: {name: vault}, key: "clp/prod/{section}"}}',
    source: "External Secrets Operator: spec.data.remoteRef",
  },
  CLP2143: {
    severity: "error",
    title: "No interval",
    explanation: "How often the operator asks the store is a time with its unit, as Go writes it.",
    wrong: "kubernetes: {secrets: {refresh_interval: hourly}}",
    right: "kubernetes: {secrets: {refresh_interval: 1h}}",
    source: "External Secrets Operator: spec.refreshInterval",
  },
  CLP2155: {
    severity: "error",
    title: "Label or annotation that is not one's own",
    explanation:
      "Pods and Services find each other by the labels below `app.kubernetes.io/`, and `kubectl`, controllers and clp-compile write down in some keys what they have to remember. None of these can be given another value.",
    wrong: "kubernetes: {labels: {app.kubernetes.io/instance: search}}",
    right: "kubernetes: {labels: {example.com/team: search}}",
    source: "Kubernetes, recommended labels; kube-apiserver v1.34.1, ValidateJob",
  },
  CLP2156: {
    severity: "error",
    title: "Not a host name for an Ingress",
    explanation:
      "An Ingress tells its services apart by the host names that browsers ask for: names in small letters, without scheme, port and path, and no addresses.",
    wrong: "kubernetes: {ingress: {hosts: {webui: https://clp.example.com/}}}",
    right: "kubernetes: {ingress: {hosts: {webui: clp.example.com}}}",
    source: "kube-apiserver v1.34.1, ValidateIngressSpec",
  },
} as const satisfies CodeTable;

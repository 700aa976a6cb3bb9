import { DEFAULT_RELEASE } from "../../clp/releases/releases.ts";
import type { CodeTable } from "./entry.ts";

/** Legal, and probably not what was meant. */
export const WARNING_CODES = {
  CLP4001: {
    severity: "warning",
    title: "Key without effect",
    explanation:
      "CLP accepts the key and uses another value whatever it says: the query scheduler is always at port 7000, reducers start at 14009, Presto is always `presto-coordinator:8080`, and user names and passwords come from the credentials file alone. A key that says what holds anyway is not reported.",
    wrong: "reducer: {base_port: 15000}",
    right: "reducer: {}",
    source: "clp_config.py transform_for_container; D17, D28, D32",
  },
  CLP4002: {
    severity: "warning",
    title: "Section of a component that does not run",
    explanation:
      "The section is written, and its component is not in this type of deployment, so that nothing in it has an effect.",
    wrong: "log_ingestor: {port: 3102}   # with logs_input.type: fs",
    right: "log_ingestor: null",
    source: "the deployment types of CLP",
  },
  CLP4003: {
    severity: "warning",
    title: "MCP server that does not run",
    explanation:
      "The MCP server asks CLP's own query services, which do not run where Presto answers queries. It is left out of such a deployment; CLP leaves it out silently.",
    wrong:
      "package: {query_engine: presto}\npresto: {host: presto-coordinator, port: 8080}\nresults_cache: {retention_period: null}\nmcp_server: {}",
    right:
      "package: {query_engine: presto}\npresto: {host: presto-coordinator, port: 8080}\nresults_cache: {retention_period: null}",
    source: "D2",
  },
  CLP4004: {
    severity: "warning",
    title: "API server without query services",
    explanation:
      "The API server hands searches to CLP's own query services, which do not run where Presto answers queries: the searches that it takes never finish.",
    wrong:
      "package: {query_engine: presto}\npresto: {host: presto-coordinator, port: 8080}\nresults_cache: {retention_period: null}",
    right:
      "package: {query_engine: presto}\npresto: {host: presto-coordinator, port: 8080}\nresults_cache: {retention_period: null}\napi_server: null",
    source: "D2, D2b",
  },
  CLP4005: {
    severity: "warning",
    title: "Certificate that no container has",
    explanation:
      "CLP's Python services are told the path of `database.ssl_cert`, but no container has the file, and the web UI, the API server and the log ingestor do not use it: connections to the database fail or are not encrypted.",
    wrong: "database: {ssl_cert: /etc/ssl/db.pem}",
    right: "database: {ssl_cert: null}",
    source: "D32",
  },
  CLP4006: {
    severity: "warning",
    title: "Renamed database that Presto's set-up does not find",
    explanation:
      "The set-up script that CLP has for Presto takes `clp-db` whatever `database.names` says, so Presto looks into a database that is not there.",
    wrong:
      "package: {query_engine: presto}\npresto: {host: presto-coordinator, port: 8080}\nresults_cache: {retention_period: null}\napi_server: null\ndatabase: {names: {clp: logs}}",
    right:
      "package: {query_engine: presto}\npresto: {host: presto-coordinator, port: 8080}\nresults_cache: {retention_period: null}\napi_server: null",
    source: "tools/deployment/presto-clp/scripts/init.py; D17",
  },
  CLP4007: {
    severity: "warning",
    title: "Collection that the MCP server does not know",
    explanation:
      "The MCP server of CLP always keeps the state of its searches in the collection `results-metadata`. With another name the web UI does not find them, and the garbage collector does not delete them.",
    wrong: "mcp_server: {}\nwebui: {results_metadata_collection_name: meta}",
    right: "mcp_server: {}\nwebui: {results_metadata_collection_name: results-metadata}",
    source: "clp_mcp_server's clp_connector.py",
  },
  CLP4008: {
    severity: "warning",
    title: "One collection for two purposes",
    explanation:
      "The list of extracted streams and the state of searches would stand in one collection of the results cache, each among what is not its own.",
    wrong: "results_cache: {stream_collection_name: clp}\nwebui: {results_metadata_collection_name: clp}",
    right:
      "results_cache: {stream_collection_name: clp}\nwebui: {results_metadata_collection_name: clp-metadata}",
    source: "the web UI's server settings",
  },
  CLP4009: {
    severity: "warning",
    title: "Polling that does not wait",
    explanation:
      "The API server doubles the time between two questions from `initial_backoff` up to `max_backoff`. From 0 it stays 0, and the database is asked without a pause; above the maximum the first wait is the longest.",
    wrong: "api_server: {query_job_polling: {initial_backoff_ms: 0}}",
    right: "api_server: {query_job_polling: {initial_backoff_ms: 100}}",
    source: "clp's api-server, fetch_results",
  },
  CLP4010: {
    severity: "warning",
    title: "Session token that is dropped",
    explanation:
      "The web UI, the API server and the log ingestor take the id and the secret of a key and leave its session token out, so that temporary keys fail there with AccessDenied. Archives are not concerned.",
    wrong:
      "logs_input: {type: s3, aws_authentication: {type: credentials, credentials: {access_key_id: ID, secret_access_key: KEY, session_token: TOKEN}}}",
    right:
      "logs_input: {type: s3, aws_authentication: {type: credentials, credentials: {access_key_id: ID, secret_access_key: KEY}}}",
    source: "D34",
  },
  CLP4011: {
    severity: "warning",
    title: "AWS keys from an environment that no container has",
    explanation:
      "With the authentication env_vars the services look for AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in their environment, and CLP passes them to none of its long-running containers.",
    wrong:
      "archive_output: {storage: {type: s3, s3_config: {bucket: clp-archives, key_prefix: archives/, aws_authentication: {type: env_vars}}}}",
    right:
      "archive_output: {storage: {type: s3, s3_config: {bucket: clp-archives, key_prefix: archives/, aws_authentication: {type: ec2}}}}",
    source: "D34",
  },
  CLP4012: {
    severity: "warning",
    title: "AWS profiles that the services' user may not find",
    explanation:
      "Profiles are mounted at /opt/clp/.aws, the home of user 1000 of CLP's image. As another user the AWS libraries look in another home.",
    wrong: "host: {uid: 2000}   # in the site file, with an authentication of type profile",
    right: "host: {uid: 1000}",
    source: "D34",
  },
  CLP4013: {
    severity: "warning",
    title: "Streams on S3 without a region",
    explanation:
      "The web UI reads streams from S3 only where it is told a region, so without `region_code` no stream can be viewed; the API server needs it too, unless there is an `endpoint_url`.",
    wrong:
      "stream_output: {storage: {type: s3, s3_config: {bucket: clp-streams, key_prefix: streams/, aws_authentication: {type: credentials, credentials: {access_key_id: ID, secret_access_key: KEY}}}}}",
    right:
      "stream_output: {storage: {type: s3, s3_config: {region_code: us-east-2, bucket: clp-streams, key_prefix: streams/, aws_authentication: {type: credentials, credentials: {access_key_id: ID, secret_access_key: KEY}}}}}",
    source: "the web UI's S3Manager; D36",
  },
  CLP4014: {
    severity: "warning",
    title: "Endpoint of streams that the web UI does not know",
    explanation:
      "The web UI is not told the endpoint of streams and looks for them at AWS, so streams on another store such as MinIO or Ceph cannot be viewed. Archives on such a store work.",
    wrong:
      'stream_output: {storage: {type: s3, s3_config: {endpoint_url: "http://minio.internal:9000", region_code: us-east-1, bucket: clp-streams, key_prefix: streams/, aws_authentication: {type: credentials, credentials: {access_key_id: ID, secret_access_key: KEY}}}}}',
    right: "stream_output: {storage: {type: fs}}",
    source: "CLP's guide to S3-compatible storage; D36",
  },
  CLP4015: {
    severity: "note",
    title: "Log input that the web UI cannot browse",
    explanation:
      "Where logs come from S3 the web UI cannot list them and offers no form to compress them. Jobs are started with `sbin/compress-from-s3.sh` or by the log ingestor.",
    wrong:
      "logs_input: {type: s3, aws_authentication: {type: credentials, credentials: {access_key_id: ID, secret_access_key: KEY}}}",
    right: "logs_input: {type: fs}",
    source: "the web UI's ingest page; D36",
  },
  CLP4016: {
    severity: "warning",
    title: "Archives and streams at one place of S3",
    explanation:
      "Archives and streams have the same bucket and key prefix, so that what belongs to whom can no longer be told by its key, and no rule of the bucket can expire the one without the other.",
    wrong:
      "archive_output: {storage: {type: s3, s3_config: {bucket: clp, key_prefix: logs/, …}}}\nstream_output: {storage: {type: s3, s3_config: {bucket: clp, key_prefix: logs/, …}}}",
    right:
      "archive_output: {storage: {type: s3, s3_config: {bucket: clp, key_prefix: archives/, …}}}\nstream_output: {storage: {type: s3, s3_config: {bucket: clp, key_prefix: streams/, …}}}",
    source: "D52, for S3",
  },
  CLP4017: {
    severity: "warning",
    title: "Region before the host of an endpoint",
    explanation:
      "Where archives have both an endpoint and a region, CLP's query workers look for them at the region's name followed by the endpoint's host, such as `us-east-1.minio.internal`. Few stores have such a name.",
    wrong:
      'archive_output: {storage: {type: s3, s3_config: {endpoint_url: "http://minio.internal:9000", region_code: us-east-1, bucket: clp-archives, key_prefix: archives/, aws_authentication: {type: ec2}}}}',
    right:
      'archive_output: {storage: {type: s3, s3_config: {endpoint_url: "http://minio.internal:9000", bucket: clp-archives, key_prefix: archives/, aws_authentication: {type: ec2}}}}',
    source: "s3_utils.py generate_s3_url",
  },
  CLP4020: {
    severity: "warning",
    title: "Password that everybody knows",
    explanation:
      "The password stands in CLP's template, or is among the first that anybody tries. `clp-compile init` makes strong ones.",
    wrong: "redis: {password: pass}   # credentials",
    right: "redis: {password: …}   # at least 8 characters that nobody can guess",
    source: "CLP's credentials.template.yaml; H11",
  },
  CLP4021: {
    severity: "warning",
    title: "Weak password",
    explanation:
      "The password has fewer than 8 characters, or fewer than 4 different ones, or is the user's name. CLP's own generated passwords have 11 characters or more.",
    wrong: "redis: {password: x1y2}   # credentials",
    right: "redis: {password: …}   # at least 8 characters that nobody can guess",
    source: "CLP's generate_credentials_file",
  },
  CLP4022: {
    severity: "warning",
    title: "Administrator that the bundled database does not have",
    explanation:
      "The administrator of the bundled database is always `root`: its image is not told `root_username`. With Spider, whose database the administrator makes, the deployment does not start; otherwise the key has no effect.",
    wrong: "database: {…, root_username: admin}   # credentials",
    right: "database: {…, root_username: root}",
    source: "D18",
  },
  CLP4023: {
    severity: "warning",
    title: "User of the bundled database whose name is taken",
    explanation:
      "The bundled database's image makes the user `database.username` beside its administrator `root`, and ends where both have one name.",
    wrong: "database: {…, username: root}   # credentials",
    right: "database: {…, username: clp-user}",
    source: "the entry points of the official MySQL and MariaDB images",
  },
  CLP4024: {
    severity: "warning",
    title: "One database user with two passwords",
    explanation:
      "With Spider, two of the three database users have one name and different passwords. The server keeps the password with which the user was made first, and whoever has the other one is refused.",
    wrong:
      "database: {username: clp, password: …, spider_username: clp, spider_password: …}   # credentials, with two passwords",
    right: "database: {username: clp, password: …, spider_username: spider, spider_password: …}",
    source: "initialize-spider-db.py: CREATE USER IF NOT EXISTS",
  },
  CLP4025: {
    severity: "warning",
    title: "Spider's user name that its set-up refuses",
    explanation:
      "Spider's URL carries `.` and `~`, but CLP's set-up of Spider's database takes letters, digits, `_` and `-` alone in user names, and ends.",
    wrong:
      "database: {…, spider_username: spider.user}   # credentials, with compression_scheduler.type: spider",
    right: "database: {…, spider_username: spider-user}",
    source: "initialize-spider-db.py; D12d",
  },
  CLP4030: {
    severity: "warning",
    title: "Database published on all interfaces",
    explanation:
      "The address 0.0.0.0 publishes the service on every network of the host, past most firewalls, since Docker adds its own rules. Inside the deployment services reach each other without it.",
    wrong: "database: {host: 0.0.0.0}",
    right: "database: {host: localhost}",
    source: "D43; Docker's packet filtering",
  },
  CLP4031: {
    severity: "warning",
    title: "Results cache without a password on a network",
    explanation:
      "The bundled results cache asks for no password. Published on another address than the host's loopback, it is open to whoever reaches that address.",
    wrong: "results_cache: {host: 10.0.0.5}",
    right: "results_cache: {host: localhost}",
    source: "D43",
  },
  CLP4032: {
    severity: "warning",
    title: "Databases on every node of the cluster",
    explanation:
      "`kubernetes.expose_databases` publishes the database, and the results cache, which asks for no password, on a port of every node.",
    wrong: "kubernetes: {expose_databases: true}   # in the site file",
    right: "kubernetes: {expose_databases: false}",
    source: "H11",
  },
  CLP4035: {
    severity: "warning",
    title: "External service on the loopback",
    explanation:
      "A container's loopback is its own, so containers are pointed at the host's gateway (`host.docker.internal`). The service must listen there too: one that listens on 127.0.0.1 alone cannot be reached.",
    wrong: "bundled: [queue, redis, results_cache]\ndatabase: {host: localhost}",
    right: "bundled: [queue, redis, results_cache]\ndatabase: {host: 10.0.0.5}",
    source: "D11; Docker's host-gateway",
  },
  CLP4036: {
    severity: "warning",
    title: "External results cache",
    explanation:
      "The web UI follows changes in the results cache, which MongoDB gives from a replica set alone. The server must be one already, its members' names must resolve in containers, and only the two indices are made there: its replica set is never changed.",
    wrong: "bundled: [database, queue, redis]\nresults_cache: {host: 10.0.0.8}",
    right: "bundled: [database, queue, redis, results_cache]",
    source: "D12b",
  },
  CLP4040: {
    severity: "warning",
    title: "Log input inside CLP's own directories",
    explanation:
      "What CLP writes there, its own logs or archives, would be among the logs to compress, and grows while it is read.",
    wrong: "logs_directory: /home/clp/logs\nlogs_input: {directory: /home/clp/logs}",
    right: "logs_directory: /home/clp/logs\nlogs_input: {directory: /home/clp/input}",
    source: "D52",
  },
  CLP4041: {
    severity: "warning",
    title: "Directory inside another of CLP's directories",
    explanation:
      "Services that mount the outer directory can read and change what is in the inner one, and whoever clears the outer one clears both.",
    wrong: "tmp_directory: /home/clp/tmp\narchive_output: {storage: {directory: /home/clp/tmp/archives}}",
    right: "tmp_directory: /home/clp/tmp\narchive_output: {storage: {directory: /home/clp/archives}}",
    source: "D52",
  },
  CLP4042: {
    severity: "warning",
    title: "Directory that holds the compiled files",
    explanation:
      "The directory holds the folder from which the deployment runs, `.env` with its passwords included, and containers can change all of it.",
    wrong: "tmp_directory: .",
    right: "tmp_directory: var/tmp",
    source: "the output folder; D43",
  },
  CLP4043: {
    severity: "warning",
    title: "Path that is taken as it is written",
    explanation:
      "CLP opens the path as it stands: it replaces no variables, knows no homes of other users, and takes a path of Windows or a URL for a name. A directory of that very name would be made.",
    wrong: 'data_directory: "$HOME/clp"',
    right: "data_directory: /home/clp/data",
    source: "`make_config_path_absolute` and pathlib; D50",
  },
  CLP4050: {
    severity: "warning",
    title: "Image of another release",
    explanation:
      "The image is CLP's own, of another release than the one that is compiled for: its services may read other keys and other variables.",
    wrong: "container_image_ref: ghcr.io/y-scope/clp/clp-package:main",
    right: `container_image_ref: ${DEFAULT_RELEASE.images.package}`,
    source: "the releases of CLP",
  },
  CLP4051: {
    severity: "warning",
    title: "Secret of which YAML takes only a part",
    explanation:
      "Without quotes a ` #` ends a value, a first word with `&` is the name of an anchor, and lines are joined by blanks, with quotes, too. YAML says nothing of it, and the password is another than the one that was copied. Quotes show where it begins and ends.",
    wrong: "redis: {…}   # credentials:\nredis:\n  password: fake-pass #word",
    right: 'redis: {…}   # credentials:\nredis:\n  password: "fake-pass #word"',
    source: "YAML 1.2.2 sections 6.6, 6.9.2 and 7.3.3",
  },
  CLP4052: {
    severity: "warning",
    title: "Bundled service on what may be another machine's address",
    explanation:
      "The host of a bundled database, queue, Redis or results cache is the address on which *this* machine publishes it. CLP's guides to external servers do not say that such a server must be taken out of `bundled`: without that, an empty one is started here. `host.own_addresses` of the site file says which addresses are the machine's own.",
    wrong: "database: {host: 10.0.0.5}",
    right: "bundled: [queue, redis, results_cache]\ndatabase: {host: 10.0.0.5}",
    source: "D13, D14",
  },
  CLP4060: {
    severity: "warning",
    title: "Name that is taken as it is written",
    explanation:
      "The name holds what a shell would replace. CLP replaces no variables, so that a database, a key prefix or a profile of that very name is used.",
    wrong: "database: {names: {clp: $CLP_DB_NAME}}",
    right: "database: {names: {clp: clp-db}}",
    source: "CLP's `read_yaml_config_file`, which replaces nothing",
  },
  CLP4061: {
    severity: "warning",
    title: "Credential that looks like a variable",
    explanation:
      "The whole value is what a shell or a template would replace. CLP replaces no variables: it takes the text itself for the user name or the password. Credentials in variables are given by --credentials-from-env.",
    wrong: 'redis: {password: "${REDIS_PASSWORD}"}',
    right: "CLP_REDIS_PASS=… clp-compile --credentials-from-env",
    source: "CLP's `read_yaml_config_file`, which replaces nothing",
  },
  CLP4066: {
    severity: "warning",
    title: "General log of a database that somebody else runs",
    explanation:
      "The site file switches the general log of the bundled database. What an external one logs, its own configuration says.",
    wrong: "bundled: [queue, redis, results_cache]   # … and database_general_log: false in the site file",
    right: "bundled: [queue, redis, results_cache]   # … and no such key",
    source: "the configuration file that the bundled database mounts",
  },
  CLP4071: {
    severity: "warning",
    title: "Silenced warning that does not occur",
    explanation:
      "`diagnostics.ignore` of the site file silences a warning that the inputs do not get. An entry that stays would hide the same mistake when it is made again. Warnings of single targets (CLP5xxx) are not judged, nor are those about credentials where none are given: whether they occur depends on how the compiler is called.",
    wrong:
      "diagnostics: {ignore: [{code: CLP4030, at: database.host, because: it is behind a firewall}]}   # in the site file; the config is empty",
    right: "{}   # in the site file",
    source: "what the compiler is told",
  },
  CLP4072: {
    severity: "warning",
    title: "Finding that cannot be silenced",
    explanation:
      "`diagnostics.ignore` of the site file silences warnings about the inputs. An error stops the compilation whoever accepts it, what is said of files on disk is not about the inputs, and a code that does not exist is none.",
    wrong:
      "diagnostics: {ignore: [{code: CLP2001, at: webui.prot, because: we want it so}]}   # in the site file",
    right: "{}   # in the site file",
    source: "what the compiler is told",
  },
  CLP4100: {
    severity: "warning",
    title: "Placed, and not there",
    explanation: "A host is given a service that this deployment does not have, or that somebody else runs.",
    wrong:
      "hosts: [{name: control, address: 10.0.0.11, components: [infrastructure, schedulers, rest]}, {name: worker-1, address: 10.0.0.21, cpus: 8, components: [workers, log-ingestor]}]\nshared_storage: {archives: {mounted: true}, streams: {mounted: true}, logs_input: {mounted: true}}\nhost: {clp_home: /home/clp/clp-package}",
    right:
      "hosts: [{name: control, address: 10.0.0.11, components: [infrastructure, schedulers, rest]}, {name: worker-1, address: 10.0.0.21, cpus: 8, components: [workers]}]\nshared_storage: {archives: {mounted: true}, streams: {mounted: true}, logs_input: {mounted: true}}\nhost: {clp_home: /home/clp/clp-package}",
    source: "the deployment types of CLP",
  },
  CLP4101: {
    severity: "warning",
    title: "Fact of one host, with several",
    explanation:
      "`host` in the site file has what holds for every host that does not say otherwise. What each of them says for itself, or has by being one of several, is not taken from there.",
    wrong:
      "hosts: [{name: control, address: 10.0.0.11, components: [infrastructure, schedulers, rest]}, {name: worker-1, address: 10.0.0.21, cpus: 8, components: [workers]}]\nshared_storage: {archives: {mounted: true}, streams: {mounted: true}, logs_input: {mounted: true}}\nhost: {clp_home: /home/clp/clp-package, own_addresses: [10.0.0.11]}",
    right:
      "hosts: [{name: control, address: 10.0.0.11, components: [infrastructure, schedulers, rest]}, {name: worker-1, address: 10.0.0.21, cpus: 8, components: [workers]}]\nshared_storage: {archives: {mounted: true}, streams: {mounted: true}, logs_input: {mounted: true}}\nhost: {clp_home: /home/clp/clp-package}",
    source: "the site file",
  },
  CLP4102: {
    severity: "warning",
    title: "Plain text between hosts",
    explanation:
      "CLP's services talk to each other without encryption: passwords, queries and log lines cross the network between hosts as they are. `docs/deployment.md` has a table of who connects to whom, and docs/several-hosts.md says what to put under it.",
    wrong:
      "hosts: [{name: control, address: 10.0.0.11, components: [infrastructure, schedulers, rest]}, {name: worker-1, address: 10.0.0.21, cpus: 8, components: [workers]}]\nshared_storage: {archives: {mounted: true}, streams: {mounted: true}, logs_input: {mounted: true}}\nhost: {clp_home: /home/clp/clp-package}",
    right: "host: {cpus: 8}",
    source: "CLP has no TLS between its services",
  },
  CLP4103: {
    severity: "warning",
    title: "Workers on a host with unknown CPUs",
    explanation:
      "How many processes workers run follows from the CPUs of their host. Where neither the host nor `host.cpus` says how many there are, two are assumed.",
    wrong:
      "hosts: [{name: control, address: 10.0.0.11, components: [infrastructure, schedulers, rest]}, {name: worker-1, address: 10.0.0.21,  components: [workers]}]\nshared_storage: {archives: {mounted: true}, streams: {mounted: true}, logs_input: {mounted: true}}\nhost: {clp_home: /home/clp/clp-package}",
    right:
      "hosts: [{name: control, address: 10.0.0.11, components: [infrastructure, schedulers, rest]}, {name: worker-1, address: 10.0.0.21, cpus: 8, components: [workers]}]\nshared_storage: {archives: {mounted: true}, streams: {mounted: true}, logs_input: {mounted: true}}\nhost: {clp_home: /home/clp/clp-package}",
    source: "CLP's guide: concurrency of workers",
  },
  CLP4104: {
    severity: "warning",
    title: "Said of several hosts, for one",
    explanation:
      "`shared_storage` and `firewall` are about several hosts, and the former about files that more than one of them uses.",
    wrong: "shared_storage: {archives: {mounted: true}}",
    right: "host: {cpus: 8}",
    source: "the site file",
  },
  CLP4105: {
    severity: "note",
    title: "Hosts, for a cluster",
    explanation:
      "`hosts` is what Docker Compose does on several machines. Kubernetes places pods by itself, and so does the chart: both are compiled as if there were none.",
    wrong: "hosts: […]   # with --emit kubernetes",
    right: "kubernetes: {scheduling: …}",
    source: "the Kubernetes scheduler",
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
  CLP4080: {
    severity: "warning",
    title: "Telemetry that nobody has decided on",
    explanation:
      "CLP reports its use to its makers unless the config says otherwise. CLP itself asks at its first start, and not where it is started by a script or was upgraded. Under Docker Compose the collector that passes the reports on is given the Docker socket.",
    wrong: "{}",
    right: "telemetry: {disable: true}",
    source: "telemetry.disable and its default; E7, E11",
  },
  CLP4081: {
    severity: "warning",
    title: "Telemetry's endpoint is no URL",
    explanation: "CLP takes any text, and the collector cannot send to what is no http:// or https:// URL.",
    wrong: "telemetry: {disable: false, endpoint: telemetry.example.com}",
    right: "telemetry: {disable: false, endpoint: https://telemetry.example.com}",
    source: "E8",
  },
  CLP4082: {
    severity: "warning",
    title: "Searches that nobody answers",
    explanation:
      "The query scheduler and the query worker may be null one by one, and CLP does not look at who still asks them: searches are queued and never run.",
    wrong: "query_worker: null\ntelemetry: {disable: true}",
    right: "telemetry: {disable: true}",
    source: "E4",
  },
  CLP4083: {
    severity: "warning",
    title: "Reducer without a query scheduler",
    explanation: "The reducer reads where the query scheduler is, and ends where there is none.",
    wrong:
      "webui: {query_engine: presto}\npresto: {host: presto-coordinator, port: 8080}\nresults_cache: {retention_period: null}\nquery_scheduler: null\nquery_worker: null\napi_server: null\ntelemetry: {disable: true}",
    right:
      "webui: {query_engine: presto}\npresto: {host: presto-coordinator, port: 8080}\nresults_cache: {retention_period: null}\nquery_scheduler: null\nquery_worker: null\nreducer: null\napi_server: null\ntelemetry: {disable: true}",
    source: "E3",
  },
  CLP4085: {
    severity: "warning",
    title: "Tasks that are killed before they are asked to end",
    explanation:
      "A task that reaches the soft limit reports that it failed; one that is killed reports nothing. With a soft limit above the hard one every slow task is killed.",
    wrong:
      "compression_worker: {task_soft_time_limit: 900, task_time_limit: 600}\ntelemetry: {disable: true}",
    right:
      "compression_worker: {task_soft_time_limit: 600, task_time_limit: 900}\ntelemetry: {disable: true}",
    source: "E10",
  },
  CLP4086: {
    severity: "warning",
    title: "List of bundled services without the collector",
    explanation:
      "A list that names the four servers was complete before CLP had a collector of telemetry. Now it means that somebody else runs one, by default at port 4318 of this host, to which every service reports.",
    wrong: "bundled: [database, queue, redis, results_cache]\ntelemetry: {disable: false}",
    right: "bundled: [database, queue, redis, results_cache, otel_collector]\ntelemetry: {disable: false}",
    source: "E13",
  },
} as const satisfies CodeTable<"4">;

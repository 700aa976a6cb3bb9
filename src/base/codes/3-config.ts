import type { CodeTable } from "./entry.ts";

/** Values that do not go together, or that the whole deployment cannot have. */
export const CONFIG_CODES = {
  CLP3001: {
    severity: "error",
    title: "Query engine that cannot read what is stored",
    explanation:
      "Archives are written by `package.storage_engine` and searched by `package.query_engine`. The engine clp searches what clp stores, clp-s searches what clp-s stores, and presto works on top of clp-s alone.",
    wrong: "package: {storage_engine: clp}",
    right: "package: {storage_engine: clp, query_engine: clp}\napi_server: null\nlog_ingestor: null",
    source: "clp_config.py Package.validate_query_engine_package_compatibility; D26",
  },
  CLP3002: {
    severity: "error",
    title: "Presto without its section",
    explanation:
      "With the query engine presto CLP asks for a `presto` section with a host and a port, although it then always looks for `presto-coordinator:8080`.",
    wrong: "package: {query_engine: presto}\nresults_cache: {retention_period: null}",
    right:
      "package: {query_engine: presto}\npresto: {host: presto-coordinator, port: 8080}\nresults_cache: {retention_period: null}",
    source: "clp_config.py ClpConfig.validate_presto_config",
  },
  CLP3003: {
    severity: "error",
    title: "Retention with Presto",
    explanation:
      "CLP deletes nothing where Presto answers queries: with the query engine presto both retention periods must be null. That of `results_cache` is 60 where it is not written, so it must be written.",
    wrong: "package: {query_engine: presto}\npresto: {host: presto-coordinator, port: 8080}",
    right:
      "package: {query_engine: presto}\npresto: {host: presto-coordinator, port: 8080}\nresults_cache: {retention_period: null}",
    source: "CLP's start script, validate_retention_config; D25",
  },
  CLP3004: {
    severity: "error",
    title: "Service that the storage engine clp does not have",
    explanation:
      "The API server, the log ingestor and the MCP server work on what clp-s stores. With the storage engine clp they must be null; the first two run unless the config says so.",
    wrong: "package: {storage_engine: clp, query_engine: clp}\nlog_ingestor: null",
    right: "package: {storage_engine: clp, query_engine: clp}\napi_server: null\nlog_ingestor: null",
    source: "clp_config.py validate_api_server and validate_log_ingestor_config; D26",
  },
  CLP3005: {
    severity: "error",
    title: "S3 with the storage engine clp",
    explanation:
      "The storage engine clp reads logs from directories and writes archives and streams to directories. S3 needs clp-s.",
    wrong:
      "package: {storage_engine: clp, query_engine: clp}\napi_server: null\nlog_ingestor: null\nlogs_input: {type: s3, aws_authentication: {type: ec2}}",
    right:
      "package: {storage_engine: clp, query_engine: clp}\napi_server: null\nlog_ingestor: null\nlogs_input: {type: fs, directory: /home/clp/logs}",
    source:
      "clp_config.py validate_logs_input_config, validate_archive_output_config, validate_stream_output_config; D26",
  },
  CLP3006: {
    severity: "error",
    title: "Spider without its scheduler",
    explanation:
      "`compression_scheduler.type: spider` needs the section `spider_scheduler`, which is null by default; an empty one gives it its defaults. CLP's guide calls the section optional, and CLP refuses to start without it.",
    wrong: "compression_scheduler: {type: spider}",
    right: "compression_scheduler: {type: spider}\nspider_scheduler: {}",
    source: "clp_config.py ClpConfig.validate_spider_config; D24",
  },
  CLP3007: {
    severity: "error",
    title: "Spider with a database other than MariaDB",
    explanation: "Spider keeps its state in the metadata database by MariaDB's own driver.",
    wrong: "compression_scheduler: {type: spider}\nspider_scheduler: {}\ndatabase: {type: mysql}",
    right: "compression_scheduler: {type: spider}\nspider_scheduler: {}\ndatabase: {type: mariadb}",
    source: "clp_config.py ClpConfig.validate_spider_config",
  },
  CLP3008: {
    severity: "error",
    title: "Celery without queue or Redis",
    explanation:
      "Celery runs compression tasks where `compression_scheduler.type` is celery, and query tasks where the query engine is CLP's own. Its queue and its Redis may be null only with Spider and Presto together, where there is no Celery.",
    wrong: "queue: null",
    right: "queue: {}",
    source: "clp_config.py ClpConfig.validate_celery_config; D3",
  },
  CLP3010: {
    severity: "error",
    title: "AWS profile without a directory of profiles",
    explanation:
      "Authentication by profile reads the directory `aws_config_directory` of the host, which is mounted into containers. It has no default.",
    wrong:
      "archive_output: {storage: {type: s3, s3_config: {bucket: clp-archives, key_prefix: archives/, aws_authentication: {type: profile, profile: clp}}}}",
    right:
      "aws_config_directory: /home/clp/.aws\narchive_output: {storage: {type: s3, s3_config: {bucket: clp-archives, key_prefix: archives/, aws_authentication: {type: profile, profile: clp}}}}",
    source: "clp_config.py ClpConfig.validate_aws_config_dir; D35",
  },
  CLP3011: {
    severity: "error",
    title: "Directory of AWS profiles that nobody uses",
    explanation:
      "CLP refuses `aws_config_directory` where no authentication is of the type profile, so that AWS keys are not mounted for nothing.",
    wrong: "aws_config_directory: /home/clp/.aws",
    right: "aws_config_directory: null",
    source: "clp_config.py ClpConfig.validate_aws_config_dir; D35",
  },
  CLP3012: {
    severity: "error",
    title: "S3 authentication that a service cannot read",
    explanation:
      "The API server and the log ingestor of CLP know one type of authentication, `credentials`. Where `logs_input` or `stream_output` has another, they fail to read their config and exit. They do not read the authentication of archives.",
    wrong: "logs_input: {type: s3, aws_authentication: {type: ec2}}",
    right:
      "logs_input: {type: s3, aws_authentication: {type: ec2}}\napi_server: null\nlog_ingestor: null   # or authentication of the type credentials",
    source: "clp-rust-utils AwsAuthentication; D33",
  },
  CLP3013: {
    severity: "error",
    title: "Not a bucket name",
    explanation:
      "The name of a bucket has 3 to 63 lower-case letters, digits, points and hyphens; it starts and ends with a letter or digit, has no two points in a row and is no IP address. CLP's own URLs of objects have room for no other.",
    wrong:
      "archive_output: {storage: {type: s3, s3_config: {bucket: CLP_Archives, key_prefix: archives/, aws_authentication: {type: ec2}}}}",
    right:
      "archive_output: {storage: {type: s3, s3_config: {bucket: clp-archives, key_prefix: archives/, aws_authentication: {type: ec2}}}}",
    source: "Amazon S3's bucket naming rules; clp's S3Url; D36",
  },
  CLP3014: {
    severity: "error",
    title: "Key prefix that no URL can carry",
    explanation:
      "CLP writes the prefix into URLs as it is. It has letters, digits and the characters that a URL's path takes as they are; it does not start with a slash, since keys do not, and has no empty step, no `.` and no `..`, which readers of URLs drop.",
    wrong:
      "archive_output: {storage: {type: s3, s3_config: {bucket: clp-archives, key_prefix: /logs//archives/, aws_authentication: {type: ec2}}}}",
    right:
      "archive_output: {storage: {type: s3, s3_config: {bucket: clp-archives, key_prefix: logs/archives/, aws_authentication: {type: ec2}}}}",
    source: "s3_utils.py generate_s3_url; the web UI's S3Manager; D36",
  },
  CLP3015: {
    severity: "error",
    title: "Not an endpoint URL",
    explanation:
      "An endpoint is `http://` or `https://`, a host in lower case, and at most a port: CLP takes no path, no query and no user. Null means AWS.",
    wrong:
      "archive_output: {storage: {type: s3, s3_config: {endpoint_url: minio.internal, bucket: clp-archives, key_prefix: archives/, aws_authentication: {type: ec2}}}}",
    right:
      'archive_output: {storage: {type: s3, s3_config: {endpoint_url: "http://minio.internal:9000", bucket: clp-archives, key_prefix: archives/, aws_authentication: {type: ec2}}}}',
    source: "s3_utils.py generate_s3_url; D36",
  },
  CLP3016: {
    severity: "error",
    title: "Not a region code",
    explanation:
      "A region code has lower-case letters, digits and hyphens, such as us-east-2. `us-east-2a` is an availability zone of that region, which S3 does not know.",
    wrong:
      "archive_output: {storage: {type: s3, s3_config: {region_code: US-East-2, bucket: clp-archives, key_prefix: archives/, aws_authentication: {type: ec2}}}}",
    right:
      "archive_output: {storage: {type: s3, s3_config: {region_code: us-east-2, bucket: clp-archives, key_prefix: archives/, aws_authentication: {type: ec2}}}}",
    source: "s3_utils.py parse_s3_url; the names of AWS regions",
  },
  CLP3017: {
    severity: "error",
    title: "Redis database that the bundled Redis does not have",
    explanation:
      "The bundled Redis is configured with two databases, 0 and 1; Celery ends with `invalid DB index` at any other. An external Redis has 16 unless it says otherwise.",
    wrong: "redis: {query_backend_database: 2}",
    right: "redis: {query_backend_database: 1, compression_backend_database: 0}",
    source: "the package's redis.conf; D29",
  },
  CLP3020: {
    severity: "error",
    title: "Host without an address",
    explanation:
      "CLP publishes ports on IPv4 addresses and resolves host names by DNS on the machine where it starts. A compiler asks no DNS, so the site file must say the address of each host name on which something is published; `localhost` and IPv4 addresses need none. A service that is not in `bundled` is not published: its name is left to DNS, which containers ask.",
    wrong: "webui: { host: logs.example }",
    right:
      "webui: { host: 10.0.0.5 }   # or, in the site file, host: { addresses: { logs.example: 10.0.0.5 } }",
    source: "D15: CLP calls gethostbyname at set-up",
  },
  CLP3021: {
    severity: "error",
    title: "External service at an address that leads nowhere",
    explanation:
      "0.0.0.0 means every address of the machine that listens. A client that is sent there reaches itself, which in a container is the container.",
    wrong: "bundled: [queue, redis, results_cache]\ndatabase: {host: 0.0.0.0}",
    right: "bundled: [queue, redis, results_cache]\ndatabase: {host: 10.0.0.5}",
    source: "RFC 1122 section 3.2.1.3; D11",
  },
  CLP3022: {
    severity: "error",
    title: "Spider's external database on another port than 3306",
    explanation:
      "With Spider, CLP's compression scheduler connects to `database:3306` whatever the config says. The name can be pointed at an external server; the port cannot be changed.",
    wrong:
      "compression_scheduler: {type: spider}\nspider_scheduler: {}\nbundled: [queue, redis, results_cache]\ndatabase: {host: 10.0.0.5, port: 3307}",
    right:
      "compression_scheduler: {type: spider}\nspider_scheduler: {}\nbundled: [queue, redis, results_cache]\ndatabase: {host: 10.0.0.5, port: 3306}",
    source: "clp_config.py Database.get_container_url; D12c",
  },
  CLP3030: {
    severity: "error",
    title: "Path with ~ and no home",
    explanation:
      "What `~` means depends on who runs what where. The site file says it once, in `host.home`; without it a path with `~` has no meaning.",
    wrong: "data_directory: ~/clp-data",
    right: "data_directory: /home/clp/clp-data   # or host: { home: /home/clp } in the site file",
    source: "D50: CLP takes ~ literally for most paths",
  },
  CLP3031: {
    severity: "error",
    title: "Relative path leaves the folder",
    explanation:
      "Without `host.clp_home` relative paths start beside the compose file. One that leads out of that folder would depend on where the folder happens to be.",
    wrong: "data_directory: ../data",
    right: "data_directory: /srv-data/clp   # or set host.clp_home in the site file",
    source: "the contract of the site file",
  },
  CLP3032: {
    severity: "error",
    title: "Directory where CLP takes none",
    explanation:
      "CLP refuses data, logs, temporary files, archives and streams below directories that containers have of their own: /opt/clp, /opt/clp/.aws, /mnt/logs, /bin, /boot, /dev, /etc, /lib, /lib32, /lib64, /libx32, /proc, /root, /run, /sbin, /srv, /sys, /usr and /var. Here the path is judged once `..` is resolved, and `/` itself is refused. Relative paths are judged where `host.clp_home` says where they start.",
    wrong: "data_directory: /var/lib/clp",
    right: "data_directory: /home/clp/data",
    source: "CLP's start script, validate_path_for_container_mount; D51",
  },
  CLP3033: {
    severity: "error",
    title: "One directory for two purposes",
    explanation:
      "Two services would write to one directory, each as if it were its own. CLP does not notice; what is lost depends on who writes last.",
    wrong:
      "archive_output: {storage: {type: fs, directory: /home/clp/files}}\ntmp_directory: /home/clp/files",
    right:
      "archive_output: {storage: {type: fs, directory: /home/clp/archives}}\ntmp_directory: /home/clp/tmp",
    source: "D52",
  },
  CLP3034: {
    severity: "error",
    title: "Directory inside another service's data",
    explanation:
      "The database, Redis and the results cache own their directories below `data_directory`, and archives and streams own theirs: owner and mode are theirs too, and whatever else lies there is in their way.",
    wrong: "archive_output: {storage: {type: fs, directory: var/data/database/archives}}",
    right: "archive_output: {storage: {type: fs, directory: var/data/archives}}",
    source: "D52",
  },
  CLP3040: {
    severity: "error",
    title: "One port for two services",
    explanation:
      "Two services would be published on one port of one address, and Docker starts only the first. 0.0.0.0 is every address; `localhost` is 127.0.0.1. Services that do not run or are external do not count.",
    wrong: "webui: {port: 3001}",
    right: "webui: {port: 4000}",
    source: "D27; Docker: port is already allocated",
  },
  CLP3041: {
    severity: "error",
    title: "One NodePort for two services",
    explanation:
      "A NodePort belongs to one Service in the whole cluster. Services that do not run do not count, and database and results cache only with `kubernetes.expose_databases`.",
    wrong: "kubernetes: {node_ports: {webui: 30301}}   # in the site file; 30301 is that of the API server",
    right: "kubernetes: {node_ports: {webui: 30001}}",
    source: "Kubernetes: provided port is already allocated",
  },
  CLP3050: {
    severity: "error",
    title: "One name for two databases",
    explanation: "CLP and Spider each have a database of their own on one server, so their names differ.",
    wrong: "database: {names: {clp: logs, spider: logs}}",
    right: "database: {names: {clp: logs, spider: spider-db}}",
    source: "D23",
  },
  CLP3051: {
    severity: "error",
    title: "Not a name for a database",
    explanation:
      "MySQL and MariaDB take at most 64 characters. CLP, the database's image and Presto write the name into SQL, so it has letters, digits, _, - and $ alone; mysql, information_schema, performance_schema and sys are the server's own.",
    wrong: 'database: {names: {clp: "clp`db"}}',
    right: "database: {names: {clp: clp-db}}",
    source: "MySQL's limits of identifiers; D23",
  },
  CLP3052: {
    severity: "error",
    title: "Not a name for a database of the results cache",
    explanation:
      "MongoDB takes at most 63 bytes. The name stands in URLs, so it has letters, digits, _ and - alone; admin, config and local are the server's own.",
    wrong: "results_cache: {db_name: clp.results}",
    right: "results_cache: {db_name: clp-results}",
    source: "MongoDB's naming restrictions; clp_config.py ResultsCache.get_uri",
  },
  CLP3053: {
    severity: "error",
    title: "Not a name for a collection of the results cache",
    explanation:
      "MongoDB takes no `$` in the name of a collection, keeps names that start with `system.` to itself, and has room for 255 bytes of database and collection together. The collection of streams is an argument of a command, so it does not start with a hyphen. A name of digits alone is that of a search: CLP keeps the results of search 7 in the collection 7, and deletes it when they expire.",
    wrong: 'results_cache: {stream_collection_name: "2026"}',
    right: "results_cache: {stream_collection_name: streams-2026}",
    source: "MongoDB's naming restrictions; CLP's search_result_garbage_collector.py",
  },
  CLP3060: {
    severity: "error",
    title: "Credential that Spider's URL cannot carry",
    explanation:
      "Spider's user name and password stand in one URL that one reader takes as it is and another percent-encodes. Only letters, digits, `_`, `.`, `~` and `-` are the same to both.",
    wrong: 'database: {…, spider_password: "a&b/c"}   # credentials, with compression_scheduler.type: spider',
    right: 'database: {…, spider_password: "a-b_c"}',
    source: "Spider's parser of storage URLs; initialize-spider-db.py; D12c, D12d",
  },
  CLP3061: {
    severity: "error",
    title: "Name that the set-up of Spider refuses",
    explanation:
      "With Spider, the name of its database and the user name of CLP have letters, digits, `_` and `-` alone: CLP's set-up of Spider's database ends at any other.",
    wrong:
      "compression_scheduler: {type: spider}\nspider_scheduler: {}\ndatabase: {names: {spider: spider$db}}",
    right:
      "compression_scheduler: {type: spider}\nspider_scheduler: {}\ndatabase: {names: {spider: spider-db}}",
    source: "initialize-spider-db.py; D12d",
  },
  CLP3062: {
    severity: "error",
    title: "Spider's external database without an address",
    explanation:
      "With Spider, CLP's compression scheduler connects to the host `database` whatever the config says. That name can be given to an address, not to another name, so here the name of an external database is not left to DNS.",
    wrong:
      "compression_scheduler: {type: spider}\nspider_scheduler: {}\nbundled: [queue, redis, results_cache]\ndatabase: {host: db.example.com}",
    right:
      "compression_scheduler: {type: spider}\nspider_scheduler: {}\nbundled: [queue, redis, results_cache]\ndatabase: {host: 10.0.0.5}   # or, in the site file, host: { addresses: { db.example.com: 10.0.0.5 } }",
    source: "clp_config.py Database.get_container_url; D12c",
  },
  CLP3063: {
    severity: "error",
    title: "External service under the name of a container",
    explanation:
      "Containers ask Docker for names first, and Docker knows those of the deployment's own services. An external service under such a name is not reached, unless the site file's `host.addresses` gives the name an address.",
    wrong: "bundled: [database, queue, redis]\nresults_cache: {host: redis}",
    right: "bundled: [database, queue, redis]\nresults_cache: {host: mongo.example.com}",
    source: "Docker's embedded DNS server",
  },
  CLP3064: {
    severity: "error",
    title: "One deployment on several machines",
    explanation:
      "The host of a service that the package runs is the address on which *this* machine publishes it. Where several are written, no machine can start them all, unless all are its own: then `host.own_addresses` of the site file says so. A database, queue, Redis or results cache of your own on another machine is not in `bundled`.",
    wrong: "database: {host: 10.0.0.5}\nwebui: {host: 10.0.0.6}",
    right: "bundled: [queue, redis, results_cache]\ndatabase: {host: 10.0.0.5}\nwebui: {host: 10.0.0.6}",
    source: "D14; Docker: cannot assign requested address",
  },
  CLP3065: {
    severity: "error",
    title: "Published on an address that is not the host's",
    explanation:
      "`host.own_addresses` of the site file lists the machine's addresses, and Docker publishes nothing on another. Where a database, queue, Redis or results cache of your own is meant, take it out of `bundled`.",
    wrong: "host: {own_addresses: [10.0.0.5]}   # in the site file; in the config, … webui: {host: 10.0.0.6}",
    right: "host: {own_addresses: [10.0.0.5, 10.0.0.6]}",
    source: "D14; Docker: cannot assign requested address",
  },
  CLP3066: {
    severity: "error",
    title: "Login that RabbitMQ's own tools cannot read",
    explanation:
      "The bundled queue takes its user and password from its environment. The server reads any character there, but `rabbitmq-diagnostics`, which is CLP's health check, and `rabbitmqctl` crash at one beyond U+00FF (ÿ), so that the queue never becomes healthy. An external queue may have such a login.",
    wrong: 'queue: {username: clp-user, password: "longer-than-世界"}   # credentials',
    right: 'queue: {username: clp-user, password: "longer-than-earth"}',
    source: "RabbitMQ's rabbit_env:default_user and default_pass",
  },
  CLP3100: {
    severity: "error",
    title: "Component on no host",
    explanation:
      "With `hosts` in the site file, every service that runs is on one of them. One-time jobs and spider-scheduler run beside their server where no host names them.",
    wrong:
      "hosts: [{name: control, address: 10.0.0.11, components: [infrastructure, schedulers]}, {name: worker-1, address: 10.0.0.21, cpus: 8, components: [workers]}]\nshared_storage: {archives: {mounted: true}, streams: {mounted: true}, logs_input: {mounted: true}}\nhost: {clp_home: /home/clp/clp-package}",
    right:
      "hosts: [{name: control, address: 10.0.0.11, components: [infrastructure, schedulers, rest]}, {name: worker-1, address: 10.0.0.21, cpus: 8, components: [workers]}]\nshared_storage: {archives: {mounted: true}, streams: {mounted: true}, logs_input: {mounted: true}}\nhost: {clp_home: /home/clp/clp-package}",
    source: "the deployment types of CLP",
  },
  CLP3101: {
    severity: "error",
    title: "One service on two hosts",
    explanation:
      "Databases, queues, schedulers and the like exist once in a deployment: two of them would each have half of the work, and no data in common. Workers and reducers may be on many hosts.",
    wrong:
      "hosts: [{name: control, address: 10.0.0.11, components: [database, queue, redis, results-cache, schedulers, rest]}, {name: worker-1, address: 10.0.0.21, cpus: 8, components: [workers, redis]}]\nshared_storage: {archives: {mounted: true}, streams: {mounted: true}, logs_input: {mounted: true}}\nhost: {clp_home: /home/clp/clp-package}",
    right:
      "hosts: [{name: control, address: 10.0.0.11, components: [infrastructure, schedulers, rest]}, {name: worker-1, address: 10.0.0.21, cpus: 8, components: [workers]}]\nshared_storage: {archives: {mounted: true}, streams: {mounted: true}, logs_input: {mounted: true}}\nhost: {clp_home: /home/clp/clp-package}",
    source: "CLP's guide to Docker Compose on several hosts",
  },
  CLP3102: {
    severity: "error",
    title: "Two hosts with one name or address",
    explanation:
      "A host's name is its folder, and its address the machine. Two hosts that share one are one host, or a slip.",
    wrong:
      "hosts: [{name: control, address: 10.0.0.11, components: [infrastructure, schedulers, rest]}, {name: worker-1, address: 10.0.0.11, cpus: 8, components: [workers]}]\nshared_storage: {archives: {mounted: true}, streams: {mounted: true}, logs_input: {mounted: true}}\nhost: {clp_home: /home/clp/clp-package}",
    right:
      "hosts: [{name: control, address: 10.0.0.11, components: [infrastructure, schedulers, rest]}, {name: worker-1, address: 10.0.0.21, cpus: 8, components: [workers]}]\nshared_storage: {archives: {mounted: true}, streams: {mounted: true}, logs_input: {mounted: true}}\nhost: {clp_home: /home/clp/clp-package}",
    source: "the site file",
  },
  CLP3103: {
    severity: "error",
    title: "Address at which no host is reached",
    explanation:
      "The other hosts connect to a host's address. A loopback address means whoever uses it, and 0.0.0.0 and multicast addresses are no machine's.",
    wrong:
      "hosts: [{name: control, address: 10.0.0.11, components: [infrastructure, schedulers, rest]}, {name: worker-1, address: 127.0.0.1, cpus: 8, components: [workers]}]\nshared_storage: {archives: {mounted: true}, streams: {mounted: true}, logs_input: {mounted: true}}\nhost: {clp_home: /home/clp/clp-package}",
    right:
      "hosts: [{name: control, address: 10.0.0.11, components: [infrastructure, schedulers, rest]}, {name: worker-1, address: 10.0.0.21, cpus: 8, components: [workers]}]\nshared_storage: {archives: {mounted: true}, streams: {mounted: true}, logs_input: {mounted: true}}\nhost: {clp_home: /home/clp/clp-package}",
    source: "RFC 1122; D14",
  },
  CLP3104: {
    severity: "error",
    title: "Published where other hosts do not reach it",
    explanation:
      "With several hosts, a service is published on the address of its host, unless the config writes another. What is written must be that address, or 0.0.0.0: at a loopback address no other host reaches it, and another machine's cannot be published on.",
    wrong: "database: {host: localhost}   # … with `hosts` in the site file",
    right: "database: {}   # …",
    source: "D14",
  },
  CLP3105: {
    severity: "error",
    title: "External server at a loopback address, with several hosts",
    explanation:
      "A loopback address means the machine that uses it, so that each host would look for the server on itself.",
    wrong:
      "bundled: [queue, redis, results_cache]\ndatabase: {host: localhost}   # … with `hosts` in the site file",
    right: "bundled: [queue, redis, results_cache]\ndatabase: {host: 10.0.0.5}   # …",
    source: "D14",
  },
  CLP3106: {
    severity: "error",
    title: "Several hosts without shared files",
    explanation:
      "Archives, streams and log input that are files are the same files for all hosts that use them: what one worker compresses, another searches. Say in `shared_storage` how: `nfs` lets Docker mount what a server exports, and with `mounted: true` somebody mounts them at the config's path on every host. Or keep them on S3.",
    wrong:
      "hosts: [{name: control, address: 10.0.0.11, components: [infrastructure, schedulers, rest]}, {name: worker-1, address: 10.0.0.21, cpus: 8, components: [workers]}]\nshared_storage: {streams: {mounted: true}, logs_input: {mounted: true}}\nhost: {clp_home: /home/clp/clp-package}",
    right:
      "hosts: [{name: control, address: 10.0.0.11, components: [infrastructure, schedulers, rest]}, {name: worker-1, address: 10.0.0.21, cpus: 8, components: [workers]}]\nshared_storage: {archives: {mounted: true}, streams: {mounted: true}, logs_input: {mounted: true}}\nhost: {clp_home: /home/clp/clp-package}",
    source: "CLP's guide to Docker Compose on several hosts",
  },
  CLP3107: {
    severity: "error",
    title: "Port that must be the same from everywhere",
    explanation:
      "CLP hands the addresses of database and results cache on: the scheduler tells them to workers with each task, and MongoDB to its clients. In a container these servers listen on a fixed port, so that the published one must be the same. Spider's scheduler makes its port known in the database.",
    wrong: "database: {port: 3307}   # … with `hosts` in the site file",
    right: "database: {port: 3306}   # …",
    source: "compression_task.py; fs_search_task.py; initialize-results-cache.py",
  },
  CLP3108: {
    severity: "error",
    title: "Hosts that cannot be counted",
    explanation:
      "`count` makes several hosts of one entry: `{n}` in the name counts from 1, and the address counts up within its /16.",
    wrong:
      "hosts: [{name: control, address: 10.0.0.11, components: [infrastructure, schedulers, rest]}, {name: worker, count: 2, address: 10.0.0.21, cpus: 8, components: [workers]}]\nshared_storage: {archives: {mounted: true}, streams: {mounted: true}, logs_input: {mounted: true}}\nhost: {clp_home: /home/clp/clp-package}",
    right:
      'hosts: [{name: control, address: 10.0.0.11, components: [infrastructure, schedulers, rest]}, {name: "worker-{n}", count: 2, address: 10.0.0.21, cpus: 8, components: [workers]}]\nshared_storage: {archives: {mounted: true}, streams: {mounted: true}, logs_input: {mounted: true}}\nhost: {clp_home: /home/clp/clp-package}',
    source: "the site file",
  },
  CLP3109: {
    severity: "error",
    title: "Shared files without one way",
    explanation: "Each entry of `shared_storage` says one way: `nfs` or `mounted: true`.",
    wrong:
      "hosts: [{name: control, address: 10.0.0.11, components: [infrastructure, schedulers, rest]}, {name: worker-1, address: 10.0.0.21, cpus: 8, components: [workers]}]\nshared_storage: {archives: {}, streams: {mounted: true}, logs_input: {mounted: true}}\nhost: {clp_home: /home/clp/clp-package}",
    right:
      "hosts: [{name: control, address: 10.0.0.11, components: [infrastructure, schedulers, rest]}, {name: worker-1, address: 10.0.0.21, cpus: 8, components: [workers]}]\nshared_storage: {archives: {mounted: true}, streams: {mounted: true}, logs_input: {mounted: true}}\nhost: {clp_home: /home/clp/clp-package}",
    source: "the site file",
  },
  CLP3110: {
    severity: "error",
    title: "Mounted files without a place",
    explanation:
      "What somebody mounts on every host is at one path, which must be absolute: a relative one begins beside each host's compose file where `host.clp_home` is not set.",
    wrong:
      "hosts: [{name: control, address: 10.0.0.11, components: [infrastructure, schedulers, rest]}, {name: worker-1, address: 10.0.0.21, cpus: 8, components: [workers]}]\nshared_storage: {archives: {mounted: true}, streams: {mounted: true}, logs_input: {mounted: true}}",
    right:
      "hosts: [{name: control, address: 10.0.0.11, components: [infrastructure, schedulers, rest]}, {name: worker-1, address: 10.0.0.21, cpus: 8, components: [workers]}]\nshared_storage: {archives: {mounted: true}, streams: {mounted: true}, logs_input: {mounted: true}}\nhost: {clp_home: /home/clp/clp-package}",
    source: "the site file",
  },
  CLP3111: {
    severity: "error",
    title: "Shared files of different users",
    explanation:
      "Services on several hosts write the same archives and streams, so that they run as one user everywhere: files of another one they could not replace or remove.",
    wrong:
      "hosts: [{name: control, address: 10.0.0.11, components: [infrastructure, schedulers, rest]}, {name: worker-1, address: 10.0.0.21, cpus: 8, uid: 1001, components: [workers]}]\nshared_storage: {archives: {mounted: true}, streams: {mounted: true}, logs_input: {mounted: true}}\nhost: {clp_home: /home/clp/clp-package}",
    right:
      "hosts: [{name: control, address: 10.0.0.11, components: [infrastructure, schedulers, rest]}, {name: worker-1, address: 10.0.0.21, cpus: 8, components: [workers]}]\nshared_storage: {archives: {mounted: true}, streams: {mounted: true}, logs_input: {mounted: true}}\nhost: {clp_home: /home/clp/clp-package}",
    source: "POSIX permissions; NFS",
  },
  CLP3112: {
    severity: "error",
    title: "Published on no port, and reached from another host",
    explanation:
      "What another host connects to is published on its own. Presto's coordinator is where `presto.publish` of the site file does not say null.",
    wrong: "presto: {publish: null}   # … with presto-coordinator and webui on two hosts",
    right: "presto: {publish: {host: 0.0.0.0, port: 8889}}   # …",
    source: "Docker: what is not published is reached on its own host alone",
  },
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
  CLP3070: {
    severity: "error",
    title: "Telemetry with an empty endpoint",
    explanation:
      "An emptied endpoint does not switch telemetry off: Compose takes CLP's own default in its place, so that reports go to CLP's makers.",
    wrong: 'telemetry: {endpoint: ""}',
    right: "telemetry: {disable: true}",
    source: "E8",
  },
} as const satisfies CodeTable<"3">;

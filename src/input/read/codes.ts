/** One key or one value of an input, looked at by itself. */
import type { CodeTable } from "../../base/code-entry.ts";

export const READ_CODES = {
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
  CLP4051: {
    severity: "warning",
    title: "Secret of which YAML takes only a part",
    explanation:
      "Without quotes a ` #` ends a value, a first word with `&` is the name of an anchor, and lines are joined by blanks, with quotes, too. YAML says nothing of it, and the password is another than the one that was copied. Quotes show where it begins and ends.",
    wrong: "redis: {…}   # credentials:\nredis:\n  password: fake-pass #word",
    right: 'redis: {…}   # credentials:\nredis:\n  password: "fake-pass #word"',
    source: "YAML 1.2.2 sections 6.6, 6.9.2 and 7.3.3",
  },
} as const satisfies CodeTable;

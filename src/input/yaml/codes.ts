/** The text of an input: encoding, characters, YAML. */
import type { CodeTable } from "../../base/code-entry.ts";

export const YAML_CODES = {
  CLP1001: {
    severity: "error",
    title: "Not UTF-8",
    explanation:
      "An input is one text in UTF-8; a byte order mark is allowed. CLP's services read it as UTF-8 too, so bytes that are none cannot be kept.",
    wrong: "a file saved as UTF-16, or as Windows-1252 with an é in it",
    right: "the same file, saved as UTF-8",
    source: "YAML 1.2.2 section 5.2; PyYAML's reader",
  },
  CLP1002: {
    severity: "error",
    title: "Character that YAML does not allow",
    explanation:
      "Control characters cannot stand in a YAML file, and a next-line, line-separator or paragraph-separator character ends a line for CLP's YAML 1.1 reader and not for a YAML 1.2 reader. Inside double quotes they are written as escapes.",
    wrong: 'webui: {host: "local<U+0000>host"}',
    right: 'webui: {host: "localhost"}',
    source: "YAML 1.2.2 section 5.1; PyYAML's reader",
  },
  CLP1003: {
    severity: "error",
    title: "YAML syntax",
    explanation:
      "The text is not YAML. What it would mean is not known, so no key of the file is judged further than it could be read.",
    wrong: "webui: host: localhost",
    right: "webui: {host: localhost}",
    source: "YAML 1.2.2",
  },
  CLP1004: {
    severity: "error",
    title: "Tab where only spaces may stand",
    explanation:
      "YAML is indented with spaces. CLP's reader refuses tabs there and after the indicators `-` and `?`.",
    wrong: "webui:\n\tport: 4000",
    right: "webui:\n  port: 4000",
    source: "YAML 1.2.2 section 6.1; D37; libyaml's scanner",
  },
  CLP1005: {
    severity: "error",
    title: "More than one document",
    explanation: "An input is one YAML document. CLP's loader refuses a second one.",
    wrong: "webui: {port: 4000}\n---\nwebui: {port: 4001}",
    right: "webui: {port: 4001}",
    source: "PyYAML's get_single_node",
  },
  CLP1006: {
    severity: "error",
    title: "Tag that is not of YAML's core schema",
    explanation:
      "Only !!str, !!int, !!float, !!bool, !!null, !!map and !!seq mean the same to every reader; any other tag makes CLP's safe loader fail. A tag must also fit what it stands before.",
    wrong: "webui: {port: !port 4000}",
    right: "webui: {port: 4000}",
    source: "YAML 1.2.2 section 10.3; PyYAML's SafeConstructor",
  },
  CLP1007: {
    severity: "error",
    title: "Duplicate key",
    explanation: "A key stands twice in one mapping. CLP's reader takes the last one and says nothing.",
    wrong: "webui: {port: 4000, port: 4001}",
    right: "webui: {port: 4001}",
    source: "D20; YAML 1.2.2 section 3.2.1.1",
  },
  CLP1008: {
    severity: "error",
    title: "Key that is not a string",
    explanation:
      "The keys of all inputs are strings: no mapping, list, number, truth value or null, and no key that readers of YAML 1.1 and 1.2 take for different things.",
    wrong: "webui: {4000: port}",
    right: "webui: {port: 4000}",
    source: "the data model of JSON and of CLP's config",
  },
  CLP1009: {
    severity: "error",
    title: "Alias without an anchor",
    explanation: "An alias `*name` repeats the value with the anchor `&name`, which must stand before it.",
    wrong: "webui: {host: *host}",
    right: "database: {host: &host 10.0.0.5}\nwebui: {host: *host}",
    source: "YAML 1.2.2 section 7.1",
  },
  CLP1010: {
    severity: "error",
    title: "Aliases that expand too far",
    explanation:
      "A value contains itself, or aliases of aliases make a file of many times its size. No configuration needs that.",
    wrong: "webui: &webui {host: *webui}",
    right: "webui: {host: localhost}",
    source: "the billion-laughs attack",
  },
  CLP1011: {
    severity: "error",
    title: "Nested too deeply",
    explanation:
      "Values are nested more than 64 levels deep; the deepest key of the configuration stands at level 5.",
    wrong:
      "webui: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
    right: "webui: {}",
    source: "a bound of this compiler",
  },
  CLP1012: {
    severity: "error",
    title: "File too large",
    explanation:
      "An input is larger than 1 MiB, or has more than 50,000 lines or 30,000 pieces of YAML (a line `key: value` has five): many times what a configuration needs.",
    wrong: "a log file, given by mistake with --config",
    right: "etc/clp-config.yaml",
    source: "a bound of this compiler",
  },
  CLP1013: {
    severity: "error",
    title: "File that is not a mapping",
    explanation: "An input is a mapping of keys to values at its outermost level, or empty.",
    wrong: "- webui",
    right: "webui: {port: 4000}",
    source: "D37",
  },
  CLP1014: {
    severity: "error",
    title: "Merge of something that is not a mapping",
    explanation:
      "The merge key `<<` takes a mapping, an alias of one, or a list of these. CLP's reader refuses anything else.",
    wrong: "webui: {<<: localhost}",
    right: "queue: &hosts {host: localhost}\nwebui: {<<: *hosts}",
    source: "YAML 1.1 merge type; PyYAML's flatten_mapping",
  },
  CLP1015: {
    severity: "error",
    title: "Directive that is not understood",
    explanation:
      "Only the directives %YAML 1.1, %YAML 1.2 and %TAG have a meaning for both CLP and this compiler.",
    wrong: "%YAML 2.0\n---\nwebui: {}",
    right: "webui: {}",
    source: "YAML 1.2.2 section 6.8; PyYAML's process_directives",
  },
  CLP1016: {
    severity: "error",
    title: "Indentation",
    explanation:
      "Keys of one mapping start in one column, items of one list too, and what belongs to a key stands further to the right.",
    wrong: "webui:\n  port: 4000\n host: localhost",
    right: "webui:\n  port: 4000\n  host: localhost",
    source: "YAML 1.2.2 section 6.1",
  },
  CLP1017: {
    severity: "error",
    title: "Quote or bracket that is not closed",
    explanation: "A quoted string, a `[` or a `{` has no end.",
    wrong: "webui: {port: 4000",
    right: "webui: {port: 4000}",
    source: "YAML 1.2.2 chapter 7",
  },
  CLP1018: {
    severity: "error",
    title: "Escape that YAML does not know",
    explanation:
      "In double quotes a backslash begins an escape such as \\n or \\u00e9. A backslash itself is written \\\\, or stands in single quotes, where nothing is an escape.",
    wrong: 'logs_input: {directory: "C:\\logs"}',
    right: "logs_input: {directory: 'C:\\logs'}",
    source: "YAML 1.2.2 section 5.7",
  },
  CLP1019: {
    severity: "error",
    title: "Another kind of file",
    explanation:
      "It is known what the file is instead: a page that was downloaded in place of the file, a pointer of Git LFS, a file that a program has encrypted or compressed, one in another syntax or of another program.",
    wrong: "<!DOCTYPE html>\n<html><body>Sign in</body></html>",
    right: "webui: {port: 4000}",
    source: "How such files begin",
  },
  CLP1020: {
    severity: "error",
    title: "Merge conflict",
    explanation:
      "Two sides of a merge differ, and git wrote both into the file between lines that begin with <<<<<<<, ======= and >>>>>>>. Which of the two is meant, only a person knows.",
    wrong: "<<<<<<< HEAD\nwebui: {port: 4001}\n=======\nwebui: {port: 4002}\n>>>>>>> main",
    right: "webui: {port: 4002}",
    source: "git-merge, “How conflicts are presented”",
  },
  CLP1021: {
    severity: "error",
    title: "Template that nothing fills in",
    explanation:
      "CLP reads its files as they stand: it replaces no variables and fills in no templates. `{{ x }}`, and `${X}` between brackets, are not even text to YAML.",
    wrong: "webui: {port: ${PORT}}",
    right: "webui: {port: 4000}",
    source: "YAML 1.2.2 section 7.4; CLP's `read_yaml_config_file`, which replaces nothing",
  },
  CLP1022: {
    severity: "error",
    title: "Blank that is a letter to YAML",
    explanation:
      "Web pages and word processors have blanks, such as the no-break space U+00A0, that look like spaces. To YAML they are letters: the line is not indented, and its key begins with them.",
    wrong: "webui:\n\u00a0 port: 4000",
    right: "webui:\n  port: 4000",
    source: "YAML 1.2.2 section 5.5",
  },
  CLP1023: {
    severity: "error",
    title: "Comment of another language",
    explanation:
      "In YAML a comment begins with #. Text from // on, or from /* to its end, as JSON with comments has it, is part of a key or a value.",
    wrong: "webui: {port: 4001} // the web UI",
    right: "webui: {port: 4001} # the web UI",
    source: "YAML 1.2.2 section 6.6",
  },
} as const satisfies CodeTable;

/** What the rules of `host-directories.ts` report. */
import type { CodeTable } from "../../base/code-entry.ts";

export const PATHS_CODES = {
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
} as const satisfies CodeTable;

/** What changes between two compiled deployments, and what an operator has to do about it. */
import type { Step as PlainStep } from "../base/operator-steps.ts";

/** What happens to a component when the later deployment takes the place of the earlier one. */
export type Action =
  | "add"
  | "remove"
  /** Its container is made anew. */
  | "recreate"
  /** Its container stays, and has to be restarted to read a file that changed. */
  | "restart"
  /** It stays as it is; only the order of a later start changes. */
  | "reorder"
  | "keep";

export type Aspect =
  | "image"
  | "user"
  | "port"
  | "mount"
  | "environment"
  | "dependency"
  | "extra host"
  | "command"
  | "restart policy"
  | "health check"
  | "setting"
  | "config file"
  | "secret"
  | "external"
  | "project";

export interface Change {
  readonly aspect: Aspect;
  /** Of what there can be several: the variable, the path in the container, the other component. */
  readonly name?: string;
  /** Absent where there was nothing, and where it is not shown. */
  readonly before?: string;
  readonly after?: string;
}

export interface ComponentPlan {
  readonly name: string;
  readonly kind: "service" | "job";
  readonly action: Action;
  readonly changes: readonly Change[];
}

export interface KeyPlan {
  readonly path: string;
  /** Absent where the file holds secrets, as `after`. */
  readonly before?: string;
  readonly after?: string;
  /** The components that make use of it. */
  readonly readBy: readonly string[];
}

export interface ConfigFilePlan {
  /** Below the output folder. */
  readonly path: string;
  readonly state: "added" | "removed" | "changed" | "unknown";
  /** The keys that differ, where it is a document. */
  readonly keys: readonly KeyPlan[];
  /** The components that make use of what differs. */
  readonly readBy: readonly string[];
}

export interface SettingPlan {
  readonly variable: string;
  readonly before?: string;
  readonly after?: string;
}

export interface SecretsPlan {
  /** False where a side was not at hand: then nothing is known of what both have. */
  readonly compared: boolean;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
  /** The components that use a secret; of those whose secrets are not known to be equal. */
  readonly usedBy: readonly string[];
}

export interface DataPlan {
  /** What it is, in a few words. */
  readonly title: string;
  readonly purpose: "data" | "staging" | "logs" | "scratch" | "input" | "settings" | "socket";
  readonly components: readonly string[];
  readonly before: string;
  /** Absent where nothing uses it any more. */
  readonly after?: string;
  /** True where it must survive and nothing carries it over. */
  readonly leftBehind: boolean;
}

export interface Warning {
  readonly kind:
    | "another address"
    | "data left behind"
    | "files of another owner"
    | "files of another program"
    | "files of another version"
    | "not in the database"
    | "lost override"
    | "published widely"
    | "renamed project"
    | "secrets in the environment"
    | "other release";
  readonly text: string;
  /** True where something is lost or does not start unless somebody acts. */
  readonly loud: boolean;
}

export interface Step extends PlainStep {
  /** The host on which it is done; absent where there is one, and for what is done where one compiles. */
  readonly on?: string;
}

/** What happens to some data on the way to another release. */
export interface DataNote {
  /** A component, or other data in a word or two. */
  readonly of: string;
  /** The release with which it comes. */
  readonly release: string;
  /** The images of a server. */
  readonly before?: string;
  readonly after?: string;
  /** A sentence without a full stop. */
  readonly text: string;
}

export interface ReleasesPlan {
  /** True on the way to an earlier release. */
  readonly down: boolean;
  /** From the earlier side's to the later side's, in the order in which they are passed. */
  readonly passed: readonly string[];
  readonly data: readonly DataNote[];
  /** What the newer release writes and the older one may not read. */
  readonly oneWay: readonly string[];
  /** What clients, and readers of logs, have to follow. */
  readonly clients: readonly { readonly release: string; readonly text: string }[];
}

export interface ComposePlan {
  readonly project?: { readonly before: string; readonly after: string };
  /** In the order of the later deployment; then those that are gone. */
  readonly components: readonly ComponentPlan[];
  readonly data: readonly DataPlan[];
  readonly configFiles: readonly ConfigFilePlan[];
  readonly settings: readonly SettingPlan[];
  readonly warnings: readonly Warning[];
  readonly steps: readonly Step[];
}

/** A service or job that another host runs from now on. */
export interface Move {
  readonly component: string;
  readonly from: string;
  readonly to: string;
  /** What it keeps on its host, with the directories there and here. */
  readonly data: readonly { readonly title: string; readonly before: string; readonly after: string }[];
}

/** Data that several services use, and that is kept in another place from now on. */
export interface SharedData {
  readonly title: string;
  /** In words: `/srv/archives on control`, `10.0.0.5:/export/archives`. */
  readonly before: string;
  readonly after: string;
}

/** One host of several. */
export interface HostPlan {
  readonly name: string;
  readonly action: "add" | "remove" | "change" | "keep";
  /** At which other hosts reach it; absent on the side that does not have it. */
  readonly address: { readonly before?: string; readonly after?: string };
  readonly runs: readonly string[];
  /** What changes on it, without steps; of a host that both have. */
  readonly compose?: ComposePlan;
}

export interface HostsPlan {
  /** In the order of the later deployment; then those that are gone. */
  readonly hosts: readonly HostPlan[];
  readonly moves: readonly Move[];
  readonly shared: readonly SharedData[];
  readonly warnings: readonly Warning[];
  /** Of all hosts, in order. */
  readonly steps: readonly Step[];
}

export interface ObjectPlan {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly action: "create" | "delete" | "change" | "replace";
  /** True where pods are made anew. */
  readonly restartsPods: boolean;
  readonly changes: readonly { readonly path: string; readonly before?: string; readonly after?: string }[];
}

export interface KubernetesPlan {
  readonly objects: readonly ObjectPlan[];
  readonly warnings: readonly Warning[];
  readonly steps: readonly Step[];
}

export interface HelmPlan {
  readonly values: readonly { readonly path: string; readonly before?: string; readonly after?: string }[];
  readonly warnings: readonly Warning[];
  readonly steps: readonly Step[];
}

export interface Side {
  readonly release: string;
  readonly type: string;
}

/** What changes between two deployments, and what an operator has to do. */
export interface Plan {
  readonly version: 1;
  /** False where both sides run the same. */
  readonly different: boolean;
  readonly before: Side;
  readonly after: Side;
  readonly secrets: SecretsPlan;
  /** Absent where both are of one release, and where one of them is not known. */
  readonly releases?: ReleasesPlan;
  /** Absent where a side has no such output. */
  readonly compose?: ComposePlan;
  /** In the place of `compose`, where a side is on several hosts; the one of the other is taken for one of them. */
  readonly hosts?: HostsPlan;
  readonly kubernetes?: KubernetesPlan;
  readonly helm?: HelmPlan;
  /** Outputs that one side alone has. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly notes: readonly string[];
}

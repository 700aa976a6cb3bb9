/** What the API server would refuse, or warn of, in the scheduling of a worker. */
import type { Reporter } from "../../../base/diagnostic.ts";
import type { Origin } from "../../../base/origin.ts";
import type { Service } from "../../../model/model.ts";
import type { Tree } from "../../../model/tree.ts";
import type { ClusterOptions, WorkerKey } from "../../cluster/cluster-options.ts";
import { podLabels } from "../../cluster/pod-labels.ts";
import { PREFERRED, REQUIRED, SELECTING, selectingOwnPods } from "../../cluster/selectors.ts";
import { at, countAt, get, textAt } from "../../cluster/tree-paths.ts";
import { siteKey } from "../object-names.ts";

/** Where it states conditions on labels or fields. */
const CONDITIONS: readonly (readonly string[])[] = [
  ["affinity", "nodeAffinity", REQUIRED, "nodeSelectorTerms", "*", "matchExpressions", "*"],
  ["affinity", "nodeAffinity", REQUIRED, "nodeSelectorTerms", "*", "matchFields", "*"],
  ["affinity", "nodeAffinity", PREFERRED, "*", "preference", "matchExpressions", "*"],
  ["affinity", "nodeAffinity", PREFERRED, "*", "preference", "matchFields", "*"],
  ...SELECTING.flatMap((path) => [
    [...path, "labelSelector", "matchExpressions", "*"],
    [...path, "namespaceSelector", "matchExpressions", "*"],
  ]),
];

/**
 * Reports CLP5207 for what the API server would refuse of a worker's scheduling, beyond the shape that
 * the site file's own schema holds, and CLP5208 for labels of nodes that are no more.
 */
export function checkScheduling(options: ClusterOptions, workload: Service, reporter: Reporter): void {
  const given = options.scheduling[siteKey(workload) as WorkerKey];
  if (given === undefined) return;
  const refuse = (where: Origin, message: string, help: string): void =>
    reporter.report("CLP5207", where, message, { help });
  for (const toleration of at(given, ["tolerations", "*"])) checkToleration(toleration, refuse);
  for (const path of CONDITIONS)
    for (const one of at(given, path)) checkCondition(one, path.includes("matchFields"), refuse);
  for (const terms of at(given, ["affinity", "nodeAffinity", REQUIRED, "nodeSelectorTerms"])) {
    if (terms.kind === "seq" && terms.items.length === 0) {
      refuse(
        terms.origin,
        "Cannot require one of no terms",
        "Write a term below nodeSelectorTerms, or leave nodeAffinity out",
      );
    }
  }
  checkSpreads(at(given, ["topologySpreadConstraints", "*"]), refuse);
  const filled = selectingOwnPods(given, podLabels(options.releaseName, workload.name));
  for (const path of SELECTING) for (const term of at(filled, path)) checkLabelKeys(term, refuse);
  checkNodeLabels(given, reporter);
}

type Refuse = (where: Origin, message: string, help: string) => void;

function checkToleration(toleration: Tree, refuse: Refuse): void {
  const operator = textAt(toleration, "operator") ?? "Equal";
  if (textAt(toleration, "key") === undefined && operator !== "Exists") {
    refuse(
      toleration.origin,
      "Cannot tolerate a taint without its key",
      "Write the key, or `operator: Exists` for all taints",
    );
  }
  if (operator === "Exists" && (textAt(toleration, "value") ?? "") !== "") {
    refuse(
      toleration.origin,
      "Cannot compare a value with the operator Exists",
      "Leave the value out, or write `operator: Equal`",
    );
  }
  if (get(toleration, "tolerationSeconds") !== undefined && textAt(toleration, "effect") !== "NoExecute") {
    refuse(
      toleration.origin,
      "Cannot tolerate for some seconds what does not evict",
      "Write `effect: NoExecute`, or leave tolerationSeconds out",
    );
  }
}

function checkCondition(condition: Tree, isField: boolean, refuse: Refuse): void {
  const operator = textAt(condition, "operator") ?? "";
  const count = countAt(condition, "values");
  const wanted = WANTED[operator];
  if (wanted !== undefined && !wanted.fits(count)) {
    refuse(
      condition.origin,
      `Cannot use the operator ${operator} with ${count} values`,
      `${operator} takes ${wanted.text}`,
    );
  } else if (
    isField &&
    (textAt(condition, "key") !== "metadata.name" || !["In", "NotIn"].includes(operator) || count !== 1)
  ) {
    refuse(
      condition.origin,
      "Cannot select nodes by this field",
      "Of fields only metadata.name can be asked, by In or NotIn and one value",
    );
  }
}

const WANTED: Readonly<Record<string, { readonly fits: (count: number) => boolean; readonly text: string }>> =
  {
    In: { fits: (count) => count > 0, text: "one value or more" },
    NotIn: { fits: (count) => count > 0, text: "one value or more" },
    Exists: { fits: (count) => count === 0, text: "no values" },
    DoesNotExist: { fits: (count) => count === 0, text: "no values" },
    Gt: { fits: (count) => count === 1, text: "one value" },
    Lt: { fits: (count) => count === 1, text: "one value" },
  };

function checkSpreads(constraints: readonly Tree[], refuse: Refuse): void {
  const seen = new Set<string>();
  for (const constraint of constraints) {
    const what = `${textAt(constraint, "topologyKey")} ${textAt(constraint, "whenUnsatisfiable")}`;
    if (seen.has(what)) {
      refuse(
        constraint.origin,
        `Cannot spread twice over ${textAt(constraint, "topologyKey")}`,
        "Keep one of both, or give one another whenUnsatisfiable",
      );
    }
    seen.add(what);
    if (
      get(constraint, "minDomains") !== undefined &&
      textAt(constraint, "whenUnsatisfiable") !== "DoNotSchedule"
    ) {
      refuse(
        constraint.origin,
        "Cannot ask for minDomains and schedule anyway",
        "Write `whenUnsatisfiable: DoNotSchedule`, or leave minDomains out",
      );
    }
  }
}

/**
 * Labels that must equal the pod's own may stand nowhere else. A Deployment that breaks this is taken, and
 * each of its pods refused.
 */
function checkLabelKeys(term: Tree, refuse: Refuse): void {
  const selector = get(term, "labelSelector");
  const elsewhere = new Set<string>();
  const matched = get(selector, "matchLabels");
  if (matched?.kind === "map") for (const [key] of matched.entries) elsewhere.add(key);
  for (const one of at(selector ?? term, ["matchExpressions", "*"])) elsewhere.add(textAt(one, "key") ?? "");
  for (const key of at(term, ["mismatchLabelKeys", "*"]))
    if (key.kind === "sourced") elsewhere.add(String(key.value));
  for (const key of at(term, ["matchLabelKeys", "*"])) {
    if (key.kind !== "sourced" || !elsewhere.has(String(key.value))) continue;
    refuse(
      key.origin,
      `Cannot use the label ${key.value} twice for one selection`,
      "Name it in matchLabelKeys, or in labelSelector or mismatchLabelKeys",
    );
  }
}

const GONE: Readonly<Record<string, string>> = {
  "beta.kubernetes.io/arch": "kubernetes.io/arch",
  "beta.kubernetes.io/os": "kubernetes.io/os",
  "failure-domain.beta.kubernetes.io/region": "topology.kubernetes.io/region",
  "failure-domain.beta.kubernetes.io/zone": "topology.kubernetes.io/zone",
  "failure-domain.kubernetes.io/region": "topology.kubernetes.io/region",
  "failure-domain.kubernetes.io/zone": "topology.kubernetes.io/zone",
  "beta.kubernetes.io/instance-type": "node.kubernetes.io/instance-type",
  "node-role.kubernetes.io/master": "node-role.kubernetes.io/control-plane",
};

/** The API server warns of them, and nodes of today do not carry them. */
function checkNodeLabels(given: Tree, reporter: Reporter): void {
  const warn = (label: string, where: Origin): void => {
    const today = Object.hasOwn(GONE, label) ? GONE[label] : undefined;
    if (today === undefined) return;
    reporter.report("CLP5208", where, `The label ${label} of nodes is deprecated`, {
      help: `Nodes carry ${today} in its place`,
    });
  };
  const selector = get(given, "nodeSelector");
  if (selector?.kind === "map") for (const [label, held] of selector.entries) warn(label, held.origin);
  for (const path of CONDITIONS.filter((one) => one.includes("nodeAffinity"))) {
    for (const one of at(given, path)) warn(textAt(one, "key") ?? "", one.origin);
  }
  for (const path of SELECTING)
    for (const term of at(given, path)) warn(textAt(term, "topologyKey") ?? "", term.origin);
}

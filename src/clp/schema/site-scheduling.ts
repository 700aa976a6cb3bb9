/** Where pods run, in Kubernetes' own words: what the site file has below `kubernetes.scheduling`. */
import * as z from "zod/mini";
import { once } from "../../base/once.ts";
import { key, leaves, tag } from "./vocabulary.ts";

const labelValues = () => z.array(leaves.labelValue());
const labelSelector = once(() =>
  tag(
    z.strictObject({
      matchLabels: key(z.optional(labels()), "Labels that a pod must have."),
      matchExpressions: key(
        z.optional(
          z.array(
            z.strictObject({
              key: key(leaves.qualifiedName(), "The label."),
              operator: key(z.enum(["In", "NotIn", "Exists", "DoesNotExist"]), "How it is compared."),
              values: key(z.optional(labelValues()), "With In and NotIn: what it is compared with."),
            }),
          ),
        ),
        "Conditions on a pod's labels.",
      ),
    }),
    { object: { id: "LabelSelector" } },
  ),
);
const labels = () =>
  tag(z.record(z.string(), leaves.labelValue()), { record: { keyRules: ["qualifiedName"] } });
const weight = once(() => tag(z.int().check(z.minimum(1), z.maximum(100)), { number: { placeholder: 1 } }));

const nodeTerm = once(() => {
  const requirements = z.array(
    tag(
      z.strictObject({
        key: key(leaves.qualifiedName(), "The label or field."),
        operator: key(z.enum(["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"]), "How it is compared."),
        values: key(z.optional(labelValues()), "What it is compared with."),
      }),
      { object: { id: "NodeSelectorTerm" } },
    ),
  );
  return z.strictObject({
    matchExpressions: key(z.optional(requirements), "Conditions on a node's labels."),
    matchFields: key(z.optional(requirements), "Conditions on a node's fields."),
  });
});

const podTerm = once(() =>
  tag(
    z.strictObject({
      labelSelector: key(z.optional(labelSelector()), "The pods that it is about."),
      namespaceSelector: key(z.optional(labelSelector()), "The namespaces of these pods, by label."),
      namespaces: key(
        z.optional(z.array(leaves.ruled("dnsLabel"))),
        "The namespaces of these pods, by name.",
      ),
      topologyKey: key(leaves.qualifiedName(), "The label of nodes that tells one place from another."),
      matchLabelKeys: key(
        z.optional(z.array(leaves.qualifiedName())),
        "Labels in which these pods must equal this one.",
      ),
      mismatchLabelKeys: key(
        z.optional(z.array(leaves.qualifiedName())),
        "Labels in which these pods must differ from this one.",
      ),
    }),
    { object: { id: "PodAffinityTerm" } },
  ),
);

const podAffinity = once(() =>
  tag(
    z.strictObject({
      requiredDuringSchedulingIgnoredDuringExecution: key(z.optional(z.array(podTerm())), "What must hold."),
      preferredDuringSchedulingIgnoredDuringExecution: key(
        z.optional(
          z.array(
            z.strictObject({
              weight: key(weight(), "From 1 to 100."),
              podAffinityTerm: key(podTerm(), "What should hold."),
            }),
          ),
        ),
        "What should hold if it can.",
      ),
    }),
    { object: { id: "PodAffinity" } },
  ),
);

const affinity = once(() =>
  tag(
    z.strictObject({
      nodeAffinity: key(
        z.optional(
          z.strictObject({
            requiredDuringSchedulingIgnoredDuringExecution: key(
              z.optional(
                z.strictObject({ nodeSelectorTerms: key(z.array(nodeTerm()), "One of these must hold.") }),
              ),
              "What must hold.",
            ),
            preferredDuringSchedulingIgnoredDuringExecution: key(
              z.optional(
                z.array(
                  z.strictObject({
                    weight: key(weight(), "From 1 to 100."),
                    preference: key(nodeTerm(), "What should hold."),
                  }),
                ),
              ),
              "What should hold if it can.",
            ),
          }),
        ),
        "On which nodes the pods run.",
      ),
      podAffinity: key(z.optional(podAffinity()), "Beside which pods they run."),
      podAntiAffinity: key(z.optional(podAffinity()), "Away from which pods they run."),
    }),
    { object: { id: "Affinity" } },
  ),
);

/** Where the pods of one worker run. */
export const scheduling = once(() =>
  tag(
    z.strictObject({
      nodeSelector: key(z.optional(labels()), "Labels that a node must have.", {
        examples: [{ disktype: "ssd" }],
      }),
      affinity: key(z.optional(affinity()), "Where the pods run, as Kubernetes has it."),
      tolerations: key(
        z.optional(
          z.array(
            z.strictObject({
              key: key(z.optional(leaves.qualifiedName()), "The taint; none: all."),
              operator: key(z.optional(z.enum(["Exists", "Equal"])), "How its value is compared."),
              value: key(z.optional(leaves.labelValue()), "With Equal: its value."),
              effect: key(
                z.optional(z.enum(["NoSchedule", "PreferNoSchedule", "NoExecute"])),
                "Its effect; none: all.",
              ),
              tolerationSeconds: key(
                z.optional(z.int()),
                "With NoExecute: for how many seconds it is borne.",
              ),
            }),
          ),
        ),
        "Taints of nodes that the pods bear.",
      ),
      topologySpreadConstraints: key(
        z.optional(
          z.array(
            z.strictObject({
              maxSkew: key(leaves.positive(), "How unevenly pods may be spread."),
              minDomains: key(z.optional(leaves.positive()), "Over how many places at least."),
              topologyKey: key(
                leaves.qualifiedName(),
                "The label of nodes that tells one place from another.",
              ),
              whenUnsatisfiable: key(
                z.enum(["DoNotSchedule", "ScheduleAnyway"]),
                "What happens where it cannot be.",
              ),
              labelSelector: key(
                z.optional(labelSelector()),
                "The pods that are counted; none: those of the worker.",
              ),
              matchLabelKeys: key(
                z.optional(z.array(leaves.qualifiedName())),
                "Labels in which counted pods must equal this one.",
              ),
              nodeAffinityPolicy: key(
                z.optional(z.enum(["Honor", "Ignore"])),
                "Whether nodes that affinity leaves out count.",
              ),
              nodeTaintsPolicy: key(z.optional(z.enum(["Honor", "Ignore"])), "Whether tainted nodes count."),
            }),
          ),
        ),
        "How the pods are spread over nodes.",
      ),
    }),
    { object: { id: "Scheduling" } },
  ),
);

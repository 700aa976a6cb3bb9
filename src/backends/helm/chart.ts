/** The chart that the values are for (facts: the chart's Chart.yaml, templates/_helpers.tpl and templates/). */
export const CHART = { name: "clp", version: "0.1.3" } as const;

/** As messages name it. */
export const THE_CHART = `chart ${CHART.name} ${CHART.version}`;

/** The one storage class that the chart's four StatefulSets ask for, whatever the values say (H3). */
export const STORAGE_CLASS = "local-storage";

/** Where CLP's image looks for AWS profiles: its user's home is /opt/clp. */
export const AWS_CONFIG_DIRECTORY = "/opt/clp/.aws";

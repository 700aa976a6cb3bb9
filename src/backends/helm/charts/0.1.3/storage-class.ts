/** The one storage class that the chart's four StatefulSets ask for, whatever the values say (H3). */
export const STORAGE_CLASS = "local-storage";

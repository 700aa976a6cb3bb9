/** What of `yaml` reading one key needs, so that a bundle does not have the rest of it. */
export { isAlias, isScalar, parseDocument } from "yaml";

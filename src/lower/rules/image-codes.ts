/** What the rules of `image.ts` report. */

import type { CodeTable } from "../../base/code-entry.ts";
import { DEFAULT_RELEASE } from "../../clp/releases/releases.ts";

export const IMAGE_CODES = {
  CLP2070: {
    severity: "error",
    title: "Two images of the package",
    explanation:
      "Both the site file and the config may name the image of CLP's own services: `images.package` and `container_image_ref`. Where they differ, nothing says which one is meant.",
    wrong:
      "images: {package: registry.example.com/clp:1}   # with container_image_ref: registry.example.com/clp:2 in the config",
    right: "images: {package: registry.example.com/clp:1}",
    source: "clp_config.py, `container_image_ref`",
  },
  CLP2072: {
    severity: "warning",
    title: "Image without tag and digest",
    explanation:
      "Docker and Kubernetes then pull what is called latest on that day: two hosts may run two versions, and a server may find files of a later one.",
    wrong: "images: {redis: registry.example.com/redis}",
    right: 'images: {redis: "registry.example.com/redis:7.4.8"}',
    source: "Grammar of references of Docker and of the OCI distribution",
  },
  CLP2073: {
    severity: "note",
    title: "Image of what does not run",
    explanation:
      "An image is named for a component that this deployment does without, or that somebody else runs. A site file that is for several deployments may well do so.",
    wrong: 'images: {mcp_server: "registry.example.com/mcp:1"}   # and no mcp_server in the config',
    right: 'images: {webui: "registry.example.com/webui:1"}',
    source: "The components of the deployment",
  },
  CLP4050: {
    severity: "warning",
    title: "Image of another release",
    explanation:
      "The image is CLP's own, of another release than the one that is compiled for: its services may read other keys and other variables.",
    wrong: "container_image_ref: ghcr.io/y-scope/clp/clp-package:main",
    right: `container_image_ref: ${DEFAULT_RELEASE.images.package}`,
    source: "the releases of CLP",
  },
} as const satisfies CodeTable;

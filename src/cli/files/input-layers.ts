/** The files of the inputs by their ids, as findings and fixes name them. */
import { type ByLayer, fileOf, type LayerId, layerOf } from "../../base/origin.ts";
import type { Source, Sources } from "../../mod.ts";

/** Every file that was given, with its id: each input before the layers over it. */
export function layersOf(sources: Sources): readonly (readonly [LayerId, Source])[] {
  const { config, configLayers = [], credentials, site, siteLayers = [] } = sources;
  const over = (file: "config" | "site", layers: readonly Source[]) =>
    layers.map((layer, index) => [`${file}.${index + 1}`, layer] as const);
  return [
    ["config", config],
    ...over("config", configLayers),
    ...(credentials === undefined ? [] : [["credentials", credentials] as const]),
    ...(site === undefined ? [] : [["site", site] as const]),
    ...over("site", siteLayers),
  ];
}

/** The file of an id. */
export function sourceOf(sources: Sources, layer: LayerId): Source | undefined {
  const file = fileOf(layer);
  const index = layerOf(layer);
  if (file === "project" || file === "running") return undefined;
  if (index === 0) return sources[file];
  return (file === "config" ? sources.configLayers : sources.siteLayers)?.[index - 1];
}

/** The same files with other texts. */
export function withTexts(sources: Sources, texts: ByLayer<string>): Sources {
  const changed = <S extends Source | undefined>(source: S, layer: LayerId): S => {
    const text = texts[layer];
    return source === undefined || text === undefined ? source : { ...source, content: text };
  };
  const { config, configLayers, credentials, site, siteLayers } = sources;
  return {
    ...sources,
    config: changed(config, "config"),
    configLayers: configLayers?.map((layer, index) => changed(layer, `config.${index + 1}`)),
    credentials: changed(credentials, "credentials"),
    site: changed(site, "site"),
    siteLayers: siteLayers?.map((layer, index) => changed(layer, `site.${index + 1}`)),
  };
}

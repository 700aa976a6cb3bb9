/** The limit of datasets that charts' query schedulers keep to: CLP's default, since none is told another (E17). */
export const MAX_DATASETS = 10;

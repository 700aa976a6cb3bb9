/** The seed of `npm test`. With another, or another corpus, other inputs are made. */
export const SEED = 20_250_905;

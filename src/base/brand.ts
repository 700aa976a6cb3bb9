/** Nominal types: a checked value is not confused with the string that it was made of. */
declare const brand: unique symbol;
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

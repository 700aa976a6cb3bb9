/** What is known of a component, a host or a Secret, in words. */

export interface Description {
  /** What it is, in a few words. */
  readonly title: string;
  readonly facts: readonly (readonly [label: string, text: string])[];
}

/** The resident of the sample register by whom the landing page and the README show the rule. */
export const sampleStory = {
  /** Variables of the example operation `three-callers`. */
  exampleVariables: { name: 'Amara Okafor-Lindqvist' },
  /** The sample register, from the root of the repository. */
  register: new URL('../../../samples/residents.csv', import.meta.url),
} as const;

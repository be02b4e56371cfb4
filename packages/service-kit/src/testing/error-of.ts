/** What a function throws, for looking at more of an error than its message. */
export const errorOf = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('Expected an error, came a result.');
};

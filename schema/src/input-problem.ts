/** The stable codes of single problems inside BAD_USER_INPUT. W codes are the public implementation's (domain-write.md 1.2). */
export const problemCodes = {
  W9: 'Not a date of birth.',
  W10: 'The date of birth is in the future.',
  W14: 'The person type is missing.',
  W15: 'The forename is missing.',
  W16: 'The surname is missing.',
  W17: 'The reason is missing.',
  W24: 'Not exactly one language is primary.',
  W25: 'Too many languages.',
  W40: 'Not an email address.',
  W41: 'Not a phone number.',
  W42: 'Characters that a browser could take for markup.',
  REQUIRED: 'A required value is missing.',
  TOO_LONG: 'A text is longer than allowed.',
  TOO_SHORT: 'A text is shorter than needed.',
  TOO_MANY: 'There are more items than allowed.',
  INVALID_VALUE: 'The value is not one of those allowed.',
  INVALID_FORMAT: 'The value does not have the form that is needed.',
  UNKNOWN_CODE: 'The code is not in the reference data.',
  CONTRADICTION: 'Two values exclude each other.',
  DUPLICATE_ITEM: 'The same item occurs twice.',
  NOT_FOUND: 'What the item refers to does not exist.',
  FORBIDDEN: 'The caller may not write what the item refers to.',
  LIMIT_REACHED: 'The service area holds as many active details of that type as it may.',
  MERGED_AWAY: 'The person is merged into another, whose record goes on.',
  NOT_MERGED: 'The person is not merged into another.',
  RECORDED_ELSEWHERE: 'The value has its place in another part of the graph, which the message names.',
  DUPLICATE_VALUE: 'The service area holds that value already.',
} as const satisfies Readonly<Record<string, string>>;

export type ProblemCode = keyof typeof problemCodes;

/** One thing that is wrong with an input; `path` is the argument's path, the message never repeats the value. */
export interface InputProblem {
  readonly path: string;
  readonly code: ProblemCode;
  readonly message: string;
}

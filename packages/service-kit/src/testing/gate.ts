/** A promise that a test settles when it likes. Node 20 has no `Promise.withResolvers` yet. */
export interface Gate<Value> {
  readonly promise: Promise<Value>;
  readonly resolve: (value: Value) => void;
  readonly reject: (reason: Error) => void;
}

/** Makes a gate. */
export const createGate = <Value = void>(): Gate<Value> => {
  let settle: Pick<Gate<Value>, 'resolve' | 'reject'> = { resolve: () => undefined, reject: () => undefined };
  const promise = new Promise<Value>((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { promise, ...settle };
};

/** Groups items by a key, each group in the order of the items. Node 20 has no `Map.groupBy` yet. */
export const groupBy = <Item, Key>(items: readonly Item[], toKey: (item: Item) => Key): Map<Key, Item[]> => {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = toKey(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
};

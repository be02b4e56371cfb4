import { type ASTNode, type FieldDefinitionNode, type InputValueDefinitionNode, Kind, parse, visit } from 'graphql';
import { describe, expect, test } from 'vitest';
import { readSubgraphSdl, subgraphNames } from '../src/index.ts';

/** The closed list of classifications. */
const classifications = ['public', 'reference', 'operational', 'identifier', 'personal', 'contact', 'special-category'];

/** Begins the names that the gateway adds to its own fetches. */
const reservedPrefix = 'rg__';

interface Found {
  readonly coordinate: string;
  readonly node: FieldDefinitionNode | InputValueDefinitionNode;
}

const describedKinds = new Set<string>([
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.INTERFACE_TYPE_DEFINITION,
  Kind.UNION_TYPE_DEFINITION,
  Kind.ENUM_TYPE_DEFINITION,
  Kind.INPUT_OBJECT_TYPE_DEFINITION,
  Kind.SCALAR_TYPE_DEFINITION,
]);

const objectFieldsOf = (sdl: string): readonly Found[] =>
  parse(sdl).definitions.flatMap((definition) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION ||
    definition.kind === Kind.OBJECT_TYPE_EXTENSION ||
    definition.kind === Kind.INTERFACE_TYPE_DEFINITION
      ? (definition.fields ?? []).map((node) => ({ coordinate: `${definition.name.value}.${node.name.value}`, node }))
      : [],
  );

const tagsOf = ({ node }: Found): readonly string[] =>
  (node.directives ?? [])
    .filter(({ name }) => name.value === 'tag')
    .flatMap(({ arguments: given }) => given?.map(({ value }) => (value.kind === Kind.STRING ? value.value : '?')) ?? []);

const isDescribed = (node: ASTNode): boolean =>
  'description' in node && node.description !== undefined && node.description.value.trim() !== '';

/** Coordinates of types, fields, arguments and input fields without a description. */
const undescribedIn = (sdl: string): readonly string[] =>
  parse(sdl).definitions.flatMap((definition) => {
    if (!describedKinds.has(definition.kind) || !('name' in definition) || definition.name === undefined) return [];
    const typeName = definition.name.value;
    const fields: readonly (FieldDefinitionNode | InputValueDefinitionNode)[] = 'fields' in definition ? (definition.fields ?? []) : [];
    return [
      ...(isDescribed(definition) ? [] : [typeName]),
      ...fields.flatMap((field) => [
        ...(isDescribed(field) ? [] : [`${typeName}.${field.name.value}`]),
        ...('arguments' in field ? (field.arguments ?? []) : []).flatMap((argument) =>
          isDescribed(argument) ? [] : [`${typeName}.${field.name.value}(${argument.name.value}:)`],
        ),
      ]),
    ];
  });

describe.each(subgraphNames)('the SDL of %s', (name) => {
  const sdl = readSubgraphSdl(name);
  const fields = objectFieldsOf(sdl);

  test('has fields', () => {
    expect(fields.length).toBeGreaterThan(5);
  });

  test('classifies every field, hidden ones included, exactly once and out of the closed list', () => {
    const wrong = fields.filter((field) => {
      const tags = tagsOf(field);
      return tags.length !== 1 || !classifications.includes(tags[0] ?? '');
    });
    expect(wrong.map((field) => `${field.coordinate}: ${tagsOf(field).join(' ')}`)).toEqual([]);
  });

  test('describes every type, field, argument and input field', () => {
    expect(undescribedIn(sdl)).toEqual([]);
  });

  test('has no name with the reserved prefix', () => {
    const reserved: string[] = [];
    visit(parse(sdl), { Name: (node) => void (node.value.startsWith(reservedPrefix) ? reserved.push(node.value) : undefined) });
    expect(reserved).toEqual([]);
  });
});

test('a field that several subgraphs publish is classified alike in all of them', () => {
  const seen = new Map<string, ReadonlySet<string>>();
  for (const name of subgraphNames) {
    for (const field of objectFieldsOf(readSubgraphSdl(name)))
      seen.set(field.coordinate, new Set([...(seen.get(field.coordinate) ?? []), ...tagsOf(field)]));
  }
  expect([...seen].filter(([, tags]) => tags.size !== 1).map(([coordinate]) => coordinate)).toEqual([]);
});

/** A table whose columns a person is asked about. */
interface AskedTable {
  /** Headers; empty where a column has no name. */
  columns: readonly string[];
  /** A few cells of each. */
  examples: readonly (readonly string[])[] | null;
  /** What is proposed for each column; `null`: nothing is taken. */
  mapping: readonly (string | null)[];
}

/** Everything a column can be, in the order of the choice. */
interface ColumnChoice {
  fields: readonly string[];
  label: (field: string) => string;
}

/** Rows for `templates/pages/desk/_column-rows.hbs`. `chosen`: as typed, when the form comes back. */
export function columnRows({ columns, examples, mapping }: AskedTable, { fields, label }: ColumnChoice, chosen: readonly string[] | null, errorsAt: Readonly<Record<string, string>>): object[] {
  const options = fields.map((value) => ({ value, label: label(value) }));
  return columns.map((name, index) => {
    const field = chosen ? (chosen[index] ?? '') : (mapping[index] ?? '');
    return {
      index,
      place: index + 1,
      name,
      examples: examples?.[index] ?? [],
      error: errorsAt[`column-${index}`],
      options: options.map((option) => ({ ...option, selected: option.value === field })),
    };
  });
}

/** Sheets of a workbook to choose from; `null` when there is one. */
export function sheetChoice(sheets: readonly string[], sheet: string): object[] | null {
  return sheets.length > 1 ? sheets.map((name) => ({ name, selected: name === sheet })) : null;
}

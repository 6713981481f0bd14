/** Where the data of a batch's table are. */
export interface BatchLayout {
  sheet: string;
  /** Of the workbook; a CSV file has one without a name. */
  sheets: string[];
  /** 1-based number of the row that names the columns. */
  headerRow: number;
  /** A few cells of each column, СНИЛС masked, until somebody has said what the columns are. */
  examples: string[][];
  /** Rows that hold something. */
  rows: number;
  /** The proposal is what a person confirmed for an earlier table. */
  remembered: boolean;
}

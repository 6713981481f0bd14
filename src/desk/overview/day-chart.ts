import type { DayFigures } from '../../overview/figures.js';

const WIDTH = 960;
const HEIGHT = 240;
const [LEFT, RIGHT, TOP, BOTTOM] = [44, 8, 12, 28];
const PLOT_WIDTH = WIDTH - LEFT - RIGHT;
const PLOT_HEIGHT = HEIGHT - TOP - BOTTOM;
/** More columns than this cannot be told apart: then each stands for a week. */
const MOST_COLUMNS = 92;
const WEEK = 7;
/** No more words along the lower edge. */
const MOST_LABELS = 12;

/** A column of the chart and its place on the line, in units of the drawing. */
export interface ChartColumn {
  /** First and last day it stands for. */
  from: string;
  to: string;
  came: number;
  ended: number;
  x: number;
  y: number;
  width: number;
  height: number;
  /** Middle of the column, and height of the line there. */
  middle: number;
  endedY: number;
  /** Whether the day is written under it. */
  isLabelled: boolean;
}

/** All that a template needs to draw columns for what came and a line for what ended. */
export interface DayChart {
  width: number;
  height: number;
  left: number;
  right: number;
  base: number;
  labelY: number;
  isWeekly: boolean;
  columns: ChartColumn[];
  /** Points of the line, as `<polyline>` takes them. */
  line: string;
  ticks: { value: number; y: number }[];
}

/** Shapes days into a chart. */
export function dayChart(days: readonly DayFigures[]): DayChart {
  const isWeekly = days.length > MOST_COLUMNS;
  const groups = isWeekly ? chunks(days, WEEK) : days.map((day) => [day]);
  const sums = groups.map((group) => ({
    from: group[0]?.day ?? '',
    to: group.at(-1)?.day ?? '',
    came: group.reduce((sum, { came }) => sum + came, 0),
    ended: group.reduce((sum, { ended }) => sum + ended, 0),
  }));
  const ticks = ticksUpTo(Math.max(1, ...sums.flatMap(({ came, ended }) => [came, ended])));
  const top = ticks.at(-1) ?? 1;
  const y = (value: number): number => round(TOP + PLOT_HEIGHT * (1 - value / top));
  const slot = PLOT_WIDTH / Math.max(1, sums.length);
  const width = Math.min(48, slot * (sums.length > 40 ? 0.8 : 0.66));
  const every = Math.ceil(sums.length / MOST_LABELS);
  const columns = sums.map((sum, index) => {
    const middle = LEFT + slot * (index + 0.5);
    return {
      ...sum,
      x: round(middle - width / 2),
      y: y(sum.came),
      width: round(width),
      height: round(TOP + PLOT_HEIGHT - y(sum.came)),
      middle: round(middle),
      endedY: y(sum.ended),
      isLabelled: (sums.length - 1 - index) % every === 0,
    };
  });
  return {
    width: WIDTH,
    height: HEIGHT,
    left: LEFT,
    right: WIDTH - RIGHT,
    base: TOP + PLOT_HEIGHT,
    labelY: HEIGHT - 8,
    isWeekly,
    columns,
    line: columns.map(({ middle, endedY }) => `${middle},${endedY}`).join(' '),
    ticks: ticks.map((value) => ({ value, y: y(value) })),
  };
}

/** Whole numbers from nought to at least `most` in round steps, at most six of them. */
export function ticksUpTo(most: number): number[] {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, most / 5)));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size * 5 >= most) ?? power * 10;
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, index) => index * step);
}

function chunks<Row>(rows: readonly Row[], size: number): Row[][] {
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, index) => rows.slice(index * size, (index + 1) * size));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

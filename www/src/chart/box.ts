// What every chart is drawn into.

/** A chart's outer size in CSS pixels. Every renderer is `(what, box) => Tree`. */
export interface Box {
  readonly width: number;
  readonly height: number;
}

/** A coordinate for a path, to a tenth of a pixel. */
export function at(value: number): number {
  return Math.round(value * 10) / 10;
}

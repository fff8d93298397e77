// What a person has chosen to see in the middle of the what-if view. Only about showing: never in the address.

/** What the day chart counts. */
export type Quantity = "entries" | "occupancy";
/** What colours its bars. */
export type Colouring = "overload" | "flow";
export type WaitColumn = "flight" | "operator" | "flow" | "filed" | "held" | "delay";

export interface Centre {
  quantity: Quantity;
  colouring: Colouring;
  waitsSort: { column: WaitColumn; down: boolean };
  /** The flight whose quarters are lit in the day chart. */
  lit: string | undefined;
  /** The volume pointed at on the maps, by its position. */
  pointed: number | undefined;
  /** The level band of the one map that is drawn where there are many volumes; the chosen volume's where undefined. */
  band: string | undefined;
}

export const CENTRE_AT_FIRST: Centre = {
  quantity: "entries",
  colouring: "overload",
  waitsSort: { column: "delay", down: true },
  lit: undefined,
  pointed: undefined,
  band: undefined,
};

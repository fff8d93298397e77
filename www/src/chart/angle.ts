// Angles from 0 to π on an axis.

export const RIGHT_ANGLE = Math.PI / 2;

export const angleTicks: readonly { angle: number; label: string }[] = [
  { angle: 0, label: "0" },
  { angle: Math.PI / 4, label: "π/4" },
  { angle: RIGHT_ANGLE, label: "π/2" },
  { angle: (3 * Math.PI) / 4, label: "3π/4" },
  { angle: Math.PI, label: "π" },
];

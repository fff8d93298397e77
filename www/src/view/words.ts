// A family's name and question, as every view prints them.
import { sentenceCase } from "../format/text";
import type { Snapshot } from "../store/snapshot";

export function familyTitle(family: string): string {
  return sentenceCase(family.replaceAll("_", " "));
}

export function familyQuestion(snapshot: Snapshot, family: string): string {
  return snapshot.library?.pairs.find((pair) => pair.family === family)?.familyQuestion ?? "";
}

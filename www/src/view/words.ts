// The families' names and questions, as every view prints them. A family that is not here is drawn with its own name.
import { sentenceCase } from "../format/text";

const QUESTIONS: Readonly<Record<string, string>> = {
  flow: "How full is it, and who waits?",
  states: "Where are we, and how far from the origin?",
  reuse: "Have we done this already, can we do many at once, how long will it take?",
  service: "What did the far side say, and how long did it take?",
  workflow: "What may run now, and what must wait?",
};

export function familyTitle(family: string): string {
  return sentenceCase(family.replaceAll("_", " "));
}

export function familyQuestion(family: string): string {
  return QUESTIONS[family] ?? "";
}

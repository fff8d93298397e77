// What is wrong with what a field holds, beside the field.
import { h, type Attributes, type Tree } from "../dom";

/** For the field that `problem` is about. */
export function described(name: string, problem: string | undefined): Attributes {
  return problem === undefined ? {} : { "aria-invalid": "true", "aria-describedby": `${name}-problem` };
}

export function problemText(name: string, problem: string | undefined): Tree {
  return h("p", { class: "problem", id: `${name}-problem`, role: "alert" }, problem);
}

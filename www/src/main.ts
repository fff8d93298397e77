// Wires the page: the address gives the first snapshot, the worker answers, the views draw.
import gallery from "virtual:gallery";
import { read, unpacked } from "./store/address";
import { wire } from "./store/intents";
import { createStore, emptySnapshot } from "./store/store";
import { listen } from "./view/keys";
import { mount } from "./view/page";
import { createClient } from "./worker/client";

const store = createStore(emptySnapshot(read(await unpacked(location.hash)), gallery));
const root = document.getElementById("page");
if (root === null) throw new Error("index.html has no element called page");
mount(root, store);
listen(store);

if (typeof WebAssembly === "object") {
  const client = createClient();
  void wire(store, client, createClient).begin();
} else {
  store.set({ broken: { code: "page/no-webassembly", message: "This browser cannot run WebAssembly" } });
}

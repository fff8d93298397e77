/** The address of `lib_bg.wasm`, as the bundler gives it; pass it to `init`. */
declare const address: string;
export default address;

/*
 * Lets tests in Node run with the core that is compiled to JavaScript, as after `import "s3-signpost/js"`. It is for the
 * sources and for the package in dist, since both have the build id of the same core.
 */
await import("../../js/wasm/javascript.ts");

export {};

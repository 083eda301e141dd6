import { fileURLToPath } from "node:url";
import { EsbuildPlugin } from "esbuild-loader";
import HtmlWebpackPlugin from "html-webpack-plugin";
import MiniCssExtractPlugin from "mini-css-extract-plugin";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Builds the demo page: `www/` into `build/www/`, with the built package, which it imports by name. */
export default {
  mode: "production",
  context: at("./www"),
  entry: "./main.ts",
  output: {
    path: at("./build/www"),
    filename: "[name].[contenthash:8].js",
    assetModuleFilename: "[name].[contenthash:8][ext]",
    // The scripts of views are loaded by webpack. Must be in www/content-security-policy.txt.
    trustedTypes: "s3-signpost",
    clean: true,
  },
  // Source maps in files: the Content-Security-Policy of the page forbids eval.
  devtool: "source-map",
  module: {
    rules: [
      { test: /\.ts$/, loader: "esbuild-loader", options: { target: "es2022" } },
      // package.json declares no side effects, but imports of style sheets have some.
      {
        test: /\.css$/,
        use: [MiniCssExtractPlugin.loader, "css-loader"],
        sideEffects: true,
      },
      { test: /\.txt$/, type: "asset/source" },
    ],
  },
  plugins: [
    new HtmlWebpackPlugin({ template: "./page.ts", favicon: "./offline/icon.svg" }),
    new MiniCssExtractPlugin({ filename: "[name].[contenthash:8].css" }),
  ],
  optimization: { minimizer: [new EsbuildPlugin({ target: "es2022", css: true })] },
  cache: { type: "filesystem", cacheDirectory: at("./build/webpack") },
  // The script contains WebAssembly; scripts/size-budget.json limits its size.
  performance: { hints: false },
  stats: "errors-warnings",
};

import { fileURLToPath } from "node:url";
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
    ],
  },
  plugins: [
    new HtmlWebpackPlugin({ template: "./index.html", favicon: "./icon.svg" }),
    new MiniCssExtractPlugin({ filename: "[name].[contenthash:8].css" }),
  ],
  // The script contains WebAssembly; scripts/size-budget.json limits its size.
  performance: { hints: false },
  stats: "errors-warnings",
};

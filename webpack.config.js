import { fileURLToPath } from "node:url";
import HtmlWebpackPlugin from "html-webpack-plugin";
import MiniCssExtractPlugin from "mini-css-extract-plugin";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The demo page: `www/` into `build/www/`, with the built package taken in by its name. */
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
  // A file of its own: the page's Content-Security-Policy allows no eval.
  devtool: "source-map",
  module: {
    rules: [
      { test: /\.ts$/, loader: "esbuild-loader", options: { target: "es2022" } },
      // package.json calls the package free of side effects, which style sheets are not.
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
  // The package carries its WebAssembly inside: what it may weigh is checked where it is built.
  performance: { hints: false },
  stats: "errors-warnings",
};

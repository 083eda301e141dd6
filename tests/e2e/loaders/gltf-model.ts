import type { Objects } from "./recipe-session.ts";

/**
 * Returns a glTF 2.0 model of a square from (-1, -1) to (1, 1) with a texture. Model, buffer and texture are separate
 * objects, and the model refers to the others by relative URLs.
 *
 * https://registry.khronos.org/glTF/specs/2.0/glTF-2.0.html
 */
export function gltfSquare(folder: string, texture: Uint8Array<ArrayBuffer>): Objects {
  const FLOAT = 5126;
  const corners = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, -1],
    [1, 1],
    [-1, 1],
  ] as const;
  const positions = corners.flatMap(([x, y]) => [x, y, 0]);
  const coordinates = corners.flatMap(([x, y]) => [(x + 1) / 2, (y + 1) / 2]);
  const buffer = new Uint8Array(new Float32Array([...positions, ...coordinates]).buffer);
  const positionBytes = 4 * positions.length;
  const model = {
    asset: { version: "2.0" },
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ mesh: 0 }],
    meshes: [{ primitives: [{ attributes: { POSITION: 0, TEXCOORD_0: 1 }, material: 0 }] }],
    // An unlit material has the colour of its texture without a lamp.
    extensionsUsed: ["KHR_materials_unlit"],
    materials: [
      {
        pbrMetallicRoughness: { baseColorTexture: { index: 0 } },
        extensions: { KHR_materials_unlit: {} },
      },
    ],
    textures: [{ source: 0 }],
    images: [{ uri: "textures/red.png" }],
    buffers: [{ uri: "square.bin", byteLength: buffer.length }],
    bufferViews: [
      { buffer: 0, byteOffset: 0, byteLength: positionBytes },
      { buffer: 0, byteOffset: positionBytes, byteLength: buffer.length - positionBytes },
    ],
    accessors: [
      {
        bufferView: 0,
        componentType: FLOAT,
        count: corners.length,
        type: "VEC3",
        min: [-1, -1, 0],
        max: [1, 1, 0],
      },
      { bufferView: 1, componentType: FLOAT, count: corners.length, type: "VEC2" },
    ],
  };
  return {
    [`${folder}/square.gltf`]: JSON.stringify(model),
    [`${folder}/square.bin`]: buffer,
    [`${folder}/textures/red.png`]: texture,
  };
}

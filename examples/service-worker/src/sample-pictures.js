const COLOURS = {
  sunrise: ["#ffd27d", "#e2632e"],
  sea: ["#9be1ff", "#12507b"],
  forest: ["#d8f3a2", "#1d5b3a"],
};

/** Draws three pictures of 640 by 480 pixels, and returns them as files. */
export function samplePictures() {
  return Promise.all(
    Object.entries(COLOURS).map(async ([name, [light, dark]]) => {
      const canvas = new OffscreenCanvas(640, 480);
      const context = canvas.getContext("2d");
      const gradient = context.createLinearGradient(0, 0, 0, 480);
      gradient.addColorStop(0, light);
      gradient.addColorStop(1, dark);
      context.fillStyle = gradient;
      context.fillRect(0, 0, 640, 480);
      context.fillStyle = light;
      context.beginPath();
      context.arc(320, 240, 90, 0, 2 * Math.PI);
      context.fill();
      return new File([await canvas.convertToBlob()], `${name}.png`, { type: "image/png" });
    }),
  );
}

// Read symbols with ZBar: reads {width, height, grey} with the picture in base64, writes the texts found.
import { readFileSync } from "node:fs";
import { scanGrayBuffer } from "@undecaf/zbar-wasm";

const { width, height, grey } = JSON.parse(readFileSync(0, "utf8"));
const picture = Uint8Array.from(Buffer.from(grey, "base64"));
const found = await scanGrayBuffer(picture.buffer, width, height);
process.stdout.write(JSON.stringify(found.map((one) => one.decode())));

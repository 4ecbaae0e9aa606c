// Judge papers with the module of our own page: reads {module, asked}, writes its answer to each.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { module, asked } = JSON.parse(readFileSync(0, "utf8"));
const { judge } = await import(pathToFileURL(module));
const answers = [];
for (const one of asked) {
  answers.push(await judge(one));
}
process.stdout.write(JSON.stringify(answers));

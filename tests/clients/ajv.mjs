// Judge documents by a JSON Schema: reads {schema, documents}, writes for each the list of what is wrong with it.
import { readFileSync } from "node:fs";
import Ajv from "ajv/dist/2020.js";
import formats from "ajv-formats";

const { schema, documents } = JSON.parse(readFileSync(0, "utf8"));
const judge = formats(new Ajv({ allErrors: true })).compile(schema);
const verdicts = documents.map((one) => (judge(one) ? [] : judge.errors.map((error) => `${error.instancePath} ${error.message}`)));
process.stdout.write(JSON.stringify(verdicts));

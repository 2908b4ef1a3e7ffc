// ODK Web Forms' engine (@getodk/xforms-engine, with jsdom) loading a form and filling it question by question.
// Arguments: form.xml answers.tsv (path TAB value) loads fills folder-of-node_modules. Prints one JSON line,
// milliseconds of processor time, the median of the warm half.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [form, answers, loads, fills, modules] = process.argv.slice(2);
const need = createRequire(join(modules, 'x.js'));
const { window } = new (need('jsdom').JSDOM)('<!doctype html>');
const names = ['document', 'DOMParser', 'XMLSerializer', 'Node', 'Element', 'Attr', 'Text', 'Document', 'XMLDocument',
  'CDATASection', 'Comment', 'ProcessingInstruction', 'DocumentFragment', 'NodeFilter', 'XPathResult', 'XPathEvaluator',
  'HTMLElement', 'Blob', 'File', 'FormData'];
globalThis.window = window;
for (const name of names) if (!(name in globalThis) && window[name]) globalThis[name] = window[name];
globalThis.__dirname = join(modules, 'node_modules/@getodk/xforms-engine/dist');
globalThis.require = need;
const engine = await import(pathToFileURL(join(modules, 'node_modules/@getodk/xforms-engine/dist/index.js')));
const xml = readFileSync(form, 'utf8');
const given = readFileSync(answers, 'utf8').trim().split('\n').map((line) => line.split('\t'));
const nothing = async () => ({ ok: true, status: 200, text: async () => '', headers: new Headers(), body: null, bodyUsed: false, blob: async () => new Blob([]) });
const load = async () => (await engine.createInstance(xml, { form: { fetchFormAttachment: nothing, fetchFormDefinition: nothing } })).root;
const spent = () => (({ user, system }) => (user + system) / 1000)(process.cpuUsage());
const warm = (taken) => { const half = taken.slice(taken.length >> 1).sort((a, b) => a - b); return half[half.length >> 1]; };

const loaded = [], filled = [];
for (let n = 0; n < +loads; n += 1) {
  const begun = spent();
  await load();
  loaded.push(spent() - begun);
}
for (let n = 0; n < +fills; n += 1) {
  const root = await load();
  const questions = new Map();
  const walk = (node) => {
    questions.set(node.currentState.reference ?? node.reference, node);
    for (const child of node.currentState.children ?? []) walk(child);
  };
  walk(root);
  const begun = spent();
  for (const [path, value] of given) {
    const question = questions.get(path);
    if (question.selectValue) question.selectValue(value);
    else question.setValue(question.valueType === 'int' ? BigInt(value) : value);
    void question.validationState?.violation;
  }
  void root.validationState?.violations?.length;
  filled.push(spent() - begun);
}
console.log(JSON.stringify({ load: warm(loaded), fill: warm(filled), given: given.length }));
process.exit(0);

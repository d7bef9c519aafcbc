// The fields of a question: draws them, puts an answer into them, and reads it off.
// The value of a box is the word that its tick says; that of a line's own No is empty.
"use strict";

const LATER = "later"; // "I would rather say this in person": counts as not sure

// A text with its places filled in: "{least}" is that of `values`.
const put = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

function make(tag, text, more = {}) {
  const found = document.createElement(tag);
  if (text) found.textContent = text;
  for (const [name, value] of Object.entries(more)) found.setAttribute(name, value);
  return found;
}

function box(type, name, value, text, more = {}) {
  const label = make("label"), input = make("input", "", { type, name, value, ...more });
  label.append(input, make("span", text));
  return label;
}

function textOf(engine, question, line) {
  if (line.text !== undefined) return line.text;
  const source = engine.byId.get(line.from);
  return textOf(engine, source, source.lines.find((other) => other.id === line.id));
}

function linesShown({ lines = [], shown }) {
  return shown ? shown.map((id) => lines.find((line) => line.id === id)) : lines;
}

function rowOf({ id, kind, each }, line, text, said) {
  if (kind !== "list") return box("radio", id, line, text);
  const row = make("div", "", { class: each ? "row each" : "row" });
  if (!each) {
    row.append(box("checkbox", id, line, text),
      box("checkbox", id, `${line}?`, said.unsure,
        { "aria-label": put(said.unsure_line, { line: text }) }));
    return row;
  }
  const name = `${id}.${line}`, group = make("fieldset");
  row.append(box("radio", name, line, said.yes), box("radio", name, "", said.no),
    box("radio", name, `${line}?`, said.unsure));
  group.append(make("legend", text), row);
  return group;
}

function numberOf({ id, least, most, unit }, said) {
  const words = put(said.whole_number, { least, most }), label = make("label");
  label.append(make("input", "", { type: "number", name: id, step: 1, min: least, max: most,
    inputmode: "numeric", "aria-label": words }), make("span", unit));
  return [make("p", `${words}.`), label];
}

// What stands below the lines of a question.
function boxesBelow(question, section, { none, words: { said } }) {
  const { id, kind, each } = question, found = [];
  const type = kind === "list" || kind === "number" ? "checkbox" : "radio";
  const add = (word, text) => found.push(box(type, id, word, text));
  if (kind === "number") found.push(...numberOf(question, said));
  if (kind === "yes_no") {
    add("yes", said.yes);
    add("no", said.no);
  }
  if (kind === "list" && !each) {
    add(NONE, question.none || none);
    add(UNSURE, said.unsure_others);
  }
  if (kind !== "list") add(UNSURE, said.unsure);
  if (section.private) add(LATER, said.in_person);
  return found;
}

// Returns a part of a screen: a question with its fields.
function drawFields(engine, question, section) {
  const { said } = engine.data.words;
  const field = make("fieldset", "", { id: `q-${question.id}`,
    "aria-describedby": `e-${question.id}`, ...(question.lang && { lang: question.lang }) });
  const part = { question, field, lines: new Map(), note: make("p", "", { class: "note" }),
    error: make("p", "", { class: "error", id: `e-${question.id}` }) };
  part.error.hidden = part.note.hidden = true;
  field.append(make("legend", question.ask), part.note, part.error);
  for (const line of linesShown(question)) {
    part.lines.set(line.id, rowOf(question, line.id, textOf(engine, question, line), said));
  }
  field.append(...part.lines.values(), ...boxesBelow(question, section, engine.data));
  if (question.why) {
    const why = make("details", "", { class: "why screen" });
    why.append(make("summary", said.why), make("p", question.why));
    field.append(why);
  }
  return part;
}

const inputs = (part) => [...part.field.querySelectorAll("input")];
const lineIn = (input) => input.name.split(".")[1];

// Args: `value` is the answer, if there is one; `half` that of a list half done.
function fill(part, value, half, later) {
  const words = later ? [LATER] : value !== undefined ? [value].flat()
    : half ? half.words : [];
  const denies = (line) => half ? half.no.includes(line)
    : value !== undefined && !later && !words.map(lineOf).includes(line);
  for (const input of inputs(part)) {
    if (input.type === "number") input.value = typeof value === "number" ? value : "";
    else input.checked = input.value ? words.includes(input.value) : denies(lineIn(input));
  }
}

// Returns what is in the fields: `value`, a whole answer, or `half` of one, or neither.
function read(part) {
  const { question } = part, { kind } = question;
  const ticked = inputs(part).filter((i) => i.checked && !i.closest("[hidden]"));
  const words = ticked.map((input) => input.value);
  if (words.includes(LATER)) {
    return { value: kind === "list" ? [UNSURE] : UNSURE, later: true };
  }
  if (kind === "number" && !words.length) return { value: typedIn(part) };
  if (kind !== "list") return { value: words[0] };
  if (question.each) return readEach(part, ticked);
  const order = [...question.lines.flatMap(({ id }) => [id, `${id}?`]), NONE, UNSURE];
  return { value: words.length ? order.filter((w) => words.includes(w)) : undefined };
}

function typedIn({ question, field }) {
  const typed = field.querySelector("input[type=number]").value, count = Number(typed);
  const fits = typed !== "" && Number.isInteger(count) && count >= question.least
    && count <= question.most;
  return fits ? count : undefined;
}

function readEach({ question, lines }, ticked) {
  const marks = new Map(ticked.map((input) => [lineIn(input), input.value]));
  const offered = question.lines.map(({ id }) => id).filter((id) => !lines.get(id).hidden);
  const words = offered.map((line) => marks.get(line)).filter(Boolean);
  const open = offered.filter((line) => !marks.has(line));
  const no = offered.filter((line) => marks.get(line) === "");
  if (open.length) return words.length || no.length ? { half: { words, no, open } } : {};
  return { value: words.length ? words : [NONE] };
}

// Clears what does not stand beside what was just ticked or typed: "none" and "in
// person" stand alone, so does all of a number, and one line has one box.
function settle(part, target) {
  const { question } = part;
  if (target.type !== "number" && !target.checked) return;
  const alone = (input) => question.kind === "number"
    || input.value === LATER || input.value === NONE;
  const oneLine = (input) => !question.each && lineOf(input.value) === lineOf(target.value);
  for (const input of inputs(part)) {
    if (input === target || !(alone(target) || alone(input) || oneLine(input))) continue;
    if (input.type === "number") input.value = "";
    else input.checked = false;
  }
}

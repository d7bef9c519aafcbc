// Draws the form: a start, a screen for each section, an end. Texts are only ever set
// as text. What was said stays in this tab alone, under the digest of the pack.
"use strict";

const IDLE = 15 * 60000, WARN = 13 * 60000; // a shared device is left alone
const LATER = "later"; // "I would rather say this in person": counts as not sure
const START = -1;
const el = (id) => document.getElementById(id);
const data = JSON.parse(el("data").textContent);
const phrases = data.words.said;
// A text with its places filled in: "{least}" is that of `values`.
const put = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const engine = makeEngine(data);
const END = data.sections.length;
const KEY = `massage-screen ${data.pack.digest}`;
const main = el("main");

let state = fresh();
let parts = []; // of the screen that is shown: each question with its fields
let touched = Date.now();

function fresh() {
  return { at: START, begun: null, said: new Map(), again: new Set(), half: new Map(),
    later: new Set(), shown: false, back: new Map() };
}

// Keeping

function keep() {
  const plain = { ...state, said: [...state.said], again: [...state.again],
    half: [...state.half], later: [...state.later], back: [...state.back] };
  try { sessionStorage.setItem(KEY, JSON.stringify(plain)); } catch { /* not kept */ }
}

function restore() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY));
    if (!kept) return;
    state = { ...kept, said: new Map(kept.said), again: new Set(kept.again),
      half: new Map(kept.half), later: new Set(kept.later), back: new Map(kept.back) };
  } catch { state = fresh(); }
}

function forget() {
  state = fresh();
  draw();
  try { sessionStorage.removeItem(KEY); } catch { /* nothing was kept */ }
  el("alarm").hidden = true;
}

// Drawing

function make(tag, text, more = {}) {
  const found = document.createElement(tag);
  if (text) found.textContent = text;
  for (const [name, value] of Object.entries(more)) found.setAttribute(name, value);
  return found;
}

function button(text, does, kind = "") {
  const found = make("button", text, { type: "button", class: `${kind} screen`.trim() });
  found.addEventListener("click", does);
  return found;
}

function box(type, name, value, text, more = {}) {
  const label = make("label"), input = make("input", "", { type, name, value, ...more });
  label.append(input, make("span", text));
  return label;
}

function now() {
  return engine.current(state);
}

function heading(text) {
  const found = make("h1", text, { tabindex: "-1" });
  main.append(found);
  return found;
}

function draw() {
  main.replaceChildren();
  parts = [];
  const title = state.at === START ? drawStart() : state.at === END ? drawEnd()
    : drawSection(data.sections[state.at]);
  document.title = `${title.textContent} - ${data.words.title}`;
  el("alarm").hidden = !state.shown;
  scrollTo(0, 0);
  title.focus({ preventScroll: true });
}

function drawStart() {
  const title = heading(data.words.title);
  for (const text of data.words.start) main.append(make("p", text));
  const list = make("ul");
  for (const sign of data.words.signs) list.append(make("li", sign));
  main.append(make("p", data.words.now), list);
  main.append(button(phrases.begin, () => {
    state.begun = state.begun || stamp();
    go(next(START));
  }, "first"), button(phrases.clear, forget));
  return title;
}

function drawSection(section) {
  const title = heading(section.title);
  if (section.private) main.append(make("p", phrases.private));
  const form = make("form", "", { novalidate: "" });
  for (const question of engine.asked.filter((q) => q.section === state.at)) {
    form.append(drawQuestion(question, section));
  }
  form.addEventListener("submit", (event) => event.preventDefault());
  main.append(form, button(phrases.back, () => go(before(state.at))),
    button(phrases.go_on, goOn, "first"));
  update();
  return title;
}

function drawQuestion(question, section) {
  const field = make("fieldset", "", { id: `q-${question.id}`,
    "aria-describedby": `e-${question.id}`, ...(question.lang && { lang: question.lang }) });
  const part = { question, field, lines: new Map(), error: make("p", "", { class: "error" }),
    note: make("p", "", { class: "note" }), when: "" };
  part.error.id = `e-${question.id}`;
  part.error.hidden = part.note.hidden = true;
  field.append(make("legend", question.ask), part.note, part.error);
  const draws = question.kind === "list" ? (question.each ? drawEach : drawTicks)
    : question.kind === "number" ? drawNumber : drawChoices;
  draws(part);
  if (section.private) {
    field.append(box(question.kind === "list" || question.kind === "number" ? "checkbox"
      : "radio", question.id, LATER, phrases.in_person));
  }
  field.addEventListener("change", (event) => changed(part, event.target));
  if (question.kind === "number") field.addEventListener("input",
    (event) => changed(part, event.target));
  if (question.why) field.append(drawWhy(question.why));
  fill(part);
  parts.push(part);
  return field;
}

function drawWhy(text) {
  const found = make("details", "", { class: "why screen" });
  found.append(make("summary", phrases.why), make("p", text));
  return found;
}

function textOf(question, line) {
  if (line.text !== undefined) return line.text;
  const source = engine.byId.get(line.from);
  return textOf(source, source.lines.find((other) => other.id === line.id));
}

function linesShown(question) {
  const order = question.shown || [];
  const place = (line) => order.indexOf(line.id);
  return order.length ? [...question.lines].sort((a, b) => place(a) - place(b))
    : question.lines;
}

function drawChoices({ question, field, lines }) {
  if (question.kind === "yes_no") {
    field.append(box("radio", question.id, "yes", phrases.yes),
      box("radio", question.id, "no", phrases.no));
  } else {
    for (const line of linesShown(question)) {
      const row = box("radio", question.id, line.id, textOf(question, line));
      lines.set(line.id, row);
      field.append(row);
    }
  }
  field.append(box("radio", question.id, UNSURE, phrases.unsure));
}

function drawEach({ question, field, lines }) {
  for (const line of question.lines) {
    const inner = make("fieldset"), row = make("div", "", { class: "row each" });
    const name = `${question.id}.${line.id}`;
    row.append(box("radio", name, "yes", phrases.yes), box("radio", name, "no", phrases.no),
      box("radio", name, UNSURE, phrases.unsure));
    inner.append(make("legend", textOf(question, line)), row);
    lines.set(line.id, inner);
    field.append(inner);
  }
}

function drawTicks({ question, field, lines }) {
  for (const line of question.lines) {
    const row = make("div", "", { class: "row" }), text = textOf(question, line);
    row.append(box("checkbox", question.id, line.id, text),
      box("checkbox", question.id, `${line.id}?`, phrases.unsure,
        { "aria-label": put(phrases.unsure_line, { line: text }) }));
    lines.set(line.id, row);
    field.append(row);
  }
  field.append(box("checkbox", question.id, NONE, question.none || data.none),
    box("checkbox", question.id, UNSURE, phrases.unsure_others));
}

function drawNumber({ question, field }) {
  const words = put(phrases.whole_number, question);
  const label = make("label");
  label.append(make("input", "", { type: "number", name: question.id, step: 1,
    min: question.least, max: question.most, inputmode: "numeric", "aria-label": words }),
  make("span", question.unit));
  field.append(make("p", `${words}.`), label,
    box("checkbox", question.id, UNSURE, phrases.unsure));
}

const inputs = (part) => [...part.field.querySelectorAll("input")];
// What was said and is not to be asked again.
const given = (id) => state.again.has(id) ? undefined : state.said.get(id);
const isOffered = (part, line) => !part.lines.has(line) || !part.lines.get(line).hidden;

// Puts what was said into the fields; what is to be asked again leaves them empty.
function fill(part) {
  const { question } = part, id = question.id;
  const value = given(id), half = state.half.get(id);
  const named = Array.isArray(value) ? value : half ? half.words : [];
  for (const input of inputs(part)) {
    if (input.type === "number") {
      input.value = typeof value === "number" ? value : "";
    } else if (state.later.has(id) && value !== undefined) {
      input.checked = input.value === LATER;
    } else if (question.each && input.name !== id) {
      input.checked = input.value === markOf(input.name.split(".")[1], named, value, half);
    } else {
      input.checked = value !== undefined
        && (value === input.value || named.includes(input.value));
    }
  }
}

function markOf(line, named, value, half) {
  if (named.includes(line)) return "yes";
  if (named.includes(`${line}?`)) return UNSURE;
  return value !== undefined || (half && half.no.includes(line)) ? "no" : "";
}

// What is in the fields: a whole answer, or `half` of one, or nothing.
function read(part) {
  const { question } = part, chosen = inputs(part).filter((input) => input.checked
    && (!part.lines.size || isOffered(part, lineOf(input.name.split(".")[1] || input.value))));
  state.later.delete(question.id);
  if (chosen.some((input) => input.value === LATER)) {
    state.later.add(question.id);
    return { value: question.kind === "list" ? [UNSURE] : UNSURE };
  }
  if (question.kind === "number") {
    if (chosen.length) return { value: UNSURE };
    const typed = part.field.querySelector("input[type=number]"), count = Number(typed.value);
    const fits = typed.value !== "" && Number.isInteger(count)
      && count >= question.least && count <= question.most;
    return fits ? { value: count } : {};
  }
  if (question.kind !== "list") return chosen.length ? { value: chosen[0].value } : {};
  if (question.each) return readEach(part, chosen);
  const words = chosen.map((input) => input.value);
  const order = [...question.lines.flatMap(({ id }) => [id, `${id}?`]), NONE, UNSURE];
  return words.length ? { value: order.filter((word) => words.includes(word)) } : {};
}

function readEach({ question, lines }, chosen) {
  const mark = (line) => chosen.filter((input) => input.name === `${question.id}.${line}`)
    .map((input) => input.value)[0];
  const offered = question.lines.map((line) => line.id).filter((l) => !lines.get(l).hidden);
  const words = offered.filter((l) => [UNSURE, "yes"].includes(mark(l)))
    .map((l) => mark(l) === "yes" ? l : `${l}?`);
  const open = offered.filter((l) => mark(l) === undefined);
  const no = offered.filter((l) => mark(l) === "no");
  if (open.length) return { half: { words, no, open } };
  return { value: words.length ? words : [NONE] };
}

// "None" and "not sure" beside ticks; one line has one box.
function settle(part, target) {
  const { question } = part;
  const clear = (fits) => inputs(part).filter((i) => i !== target && fits(i)).forEach((i) => {
    if (i.type === "number") i.value = ""; else i.checked = false;
  });
  if (question.kind === "number") {
    if (target.type === "number") clear((i) => i.type === "checkbox");
    else if (target.checked) clear(() => true);
  } else if (target.checked && question.kind === "list") {
    if (target.value === LATER || (target.value === NONE && target.name === question.id)) {
      clear(() => true);
    } else {
      clear((i) => i.value === LATER || (i.name === question.id && i.value === NONE));
      if (!question.each) clear((i) => lineOf(i.value) === lineOf(target.value));
    }
  }
}

function changed(part, target) {
  settle(part, target);
  const { question } = part, id = question.id, was = namedIn(id);
  const { value, half } = read(part);
  state.half.delete(id);
  if (half && (half.words.length || half.no.length)) {
    state.half.set(id, { words: half.words, no: half.no, open: half.open });
  }
  if (value !== undefined) {
    const history = engine.withAnswer(state, id, value);
    state = { ...state, said: history.said, again: history.again };
  } else if (state.said.has(id)) {
    state.again = new Set(state.again).add(id); // nothing is said any more
  }
  noteTakenBack(question, was);
  for (const other of state.again) if (other !== id) state.half.delete(other);
  update(part);
  keep();
}

// What was told of one question, as words.
function namedIn(id) {
  const value = given(id);
  if (value !== undefined) return Array.isArray(value) ? value : [String(value)];
  return state.half.has(id) ? state.half.get(id).words : [];
}

// A warning sign that is changed after the notice is written down beside the answer.
function noteTakenBack(question, was) {
  const goodNews = question.kind === "list" && question.reassuring;
  if (!state.shown || !question.gate || goodNews) return;
  const named = namedIn(question.id).map(lineOf);
  const mild = [NONE, engine.mildest(now(), question)];
  const gone = was.filter((word) => !named.includes(lineOf(word)) && !mild.includes(word));
  if (!gone.length) return;
  const kept = state.back.get(question.id) || [];
  state.back.set(question.id, [...new Set([...kept, ...gone])]);
}

function halves() {
  return new Map([...state.half].map(([id, half]) =>
    [id, { words: half.words, open: new Set(half.open) }]));
}

function update(but) {
  const sheet = now();
  if (engine.alarms(engine.current(state, halves())).length) state.shown = true;
  el("alarm").hidden = !state.shown;
  for (const part of parts) {
    const { question, field, lines } = part, id = question.id;
    field.hidden = sheet.relevance.get(id) !== true;
    for (const [line, row] of lines) {
      const offered = sheet.isOffered(id, line); // of one answer, only what is sure
      row.hidden = question.kind === "list" ? offered === false : offered !== true;
    }
    if (part !== but && state.again.has(id)) fill(part);
    const value = given(id);
    say(part.note, noteFor(part, value, but));
    if (value !== undefined) say(part.error, "");
  }
}

function noteFor(part, value, but) {
  const { question } = part;
  if (part !== but && state.again.has(question.id) && state.said.has(question.id)) {
    return phrases.again;
  }
  const unsure = value === UNSURE || (Array.isArray(value) && value.some(
    (word) => word === UNSURE || isDoubt(word)));
  return unsure && !state.later.has(question.id) ? question.again || "" : "";
}

function say(place, text) {
  if (place.textContent !== text) place.textContent = text;
  place.hidden = !text;
}

// Going from screen to screen

function hasQuestions(at, sheet) {
  return engine.visible(sheet).some((question) => question.section === at);
}

// The nearest screen with questions on it, forwards (1) or backwards (-1).
function nearest(at, way) {
  const sheet = now();
  let n = at + way;
  while (n > START && n < END && !hasQuestions(n, sheet)) n += way;
  return n;
}

const next = (at) => nearest(at, 1);
const before = (at) => nearest(at, -1);

function go(at) {
  const open = at === END ? engine.open(now()) : [];
  state.at = open.length ? open[0].section : at;
  keep();
  draw();
}

function goOn() {
  const open = engine.open(now()).filter((question) => question.section === state.at);
  const old = el("errors");
  if (old) old.remove();
  for (const part of parts) say(part.error, "");
  if (!open.length) {
    go(next(state.at));
    return;
  }
  const list = make("ul"), errors = make("div", "", { id: "errors", tabindex: "-1" });
  for (const question of open) {
    const part = parts.find((other) => other.question === question);
    say(part.error, question.each ? phrases.each_line : phrases.this_one);
    const item = make("li"), link = make("a", question.ask, { href: `#q-${question.id}` });
    link.addEventListener("click", (event) => {
      event.preventDefault();
      firstEmpty(part).focus();
    });
    item.append(link);
    list.append(item);
  }
  errors.append(make("p", phrases.these_too), list);
  main.querySelector("h1").after(errors);
  errors.focus();
}

function firstEmpty(part) {
  const all = inputs(part).filter((input) => input.offsetParent);
  return all.find((one) => !all.some((i) => i.name === one.name && i.checked)) || all[0];
}

// The end

function wordsOf(question, value) {
  if (state.later.has(question.id)) return phrases.later;
  const words = Array.isArray(value) ? value : [value];
  return words.map((word) => wordOf(question, word)).join("; ");
}

function wordOf(question, word) {
  if (typeof word === "number") return `${word} ${question.unit}`;
  if (word === UNSURE) return phrases.unsure;
  if (word === NONE) return question.none || data.none;
  if (question.kind === "yes_no") return word === "yes" ? phrases.yes : phrases.no;
  const line = question.lines.find((other) => other.id === lineOf(word));
  const text = textOf(question, line);
  return isDoubt(word) ? put(phrases.doubt, { line: text }) : text;
}

const pad = (count) => String(count).padStart(2, "0");
const dayOf = (time) =>
  `${time.getFullYear()}-${pad(time.getMonth() + 1)}-${pad(time.getDate())}`;

function stamp() {
  const time = new Date(), off = -time.getTimezoneOffset(), size = Math.abs(off);
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map(pad).join(":");
  const zone = `${off < 0 ? "-" : "+"}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
  return `${dayOf(time)}T${clock}${zone}`;
}

function filled(sheet) {
  const answers = engine.answers(sheet).map(([question, value]) => [question.id, value]);
  const back = [...state.back].map(([question, was]) => ({ question, was }));
  return {
    schema: "massage-screen/filled/1", pack: data.pack, begun: state.begun,
    ended: stamp(), by: "client", emergency_shown: state.shown, taken_back: back,
    in_person: [...state.later].filter((id) => answers.some(([other]) => other === id)),
    answers: Object.fromEntries(answers),
  };
}

function code(sheet) {
  const time = new Date();
  const day = Date.UTC(time.getFullYear(), time.getMonth(), time.getDate()) / 86400000;
  return codeOf(engine, sheet, day, state.shown, state.back.size > 0);
}

function save() {
  const text = `${JSON.stringify(filled(now()), null, 1)}\n`;
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = make("a", "", { href: url, download: `answers-${dayOf(new Date())}.json` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    say(el("status"), phrases.copied);
  } catch {
    say(el("status"), phrases.no_copy);
  }
}

function drawEnd() {
  const sheet = now(), title = heading(phrases.thanks);
  main.append(make("p", phrases.hand_over),
    make("p", phrases.no_result));
  main.append(button(phrases.save, save, "first"), button(phrases.print, () => print()));
  if (data.words.code) {
    const found = code(sheet), text = make("p");
    text.append(make("code", found, { id: "code" }));
    main.append(make("h2", phrases.code), make("p", phrases.read_code), text,
    button(phrases.copy_code, () => copy(found)));
  }
  main.append(make("h2", phrases.answers),
    make("p", put(phrases.filled_in, { time: stamp() })));
  drawAnswers(sheet);
  main.append(button(phrases.copy_answers, () => copy(answersAsText(sheet))),
    button(phrases.back, () => go(before(END))), button(phrases.next_client, forget),
    button(phrases.clear, forget));
  return title;
}

function drawAnswers(sheet) {
  data.sections.forEach((section, at) => {
    const told = engine.answers(sheet).filter(([question]) => question.section === at);
    if (!told.length) return;
    const list = make("dl");
    for (const [question, value] of told) {
      list.append(make("dt", question.ask), make("dd", wordsOf(question, value)));
    }
    const folded = make(section.private ? "details" : "section");
    folded.append(make(section.private ? "summary" : "h3", section.title), list);
    main.append(folded);
  });
}

function answersAsText(sheet) {
  return engine.answers(sheet)
    .map(([question, value]) => `${question.ask} ${wordsOf(question, value)}`).join("\n");
}

addEventListener("beforeprint", () => {
  for (const folded of document.querySelectorAll("details")) folded.open = true;
});

// A device that is left alone forgets.
for (const kind of ["pointerdown", "keydown", "input"]) {
  addEventListener(kind, () => { touched = Date.now(); say(el("status"), ""); });
}
setInterval(() => {
  if (!state.begun) return;
  const idle = Date.now() - touched;
  if (idle >= IDLE) {
    forget();
    say(el("status"), phrases.cleared);
    touched = Date.now();
  } else if (idle >= WARN) {
    say(el("status"), phrases.still_there);
  }
}, 10000);

restore();
draw();

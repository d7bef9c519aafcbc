// Goes through the form: a start, a screen for each section, an end. Texts are only ever
// set as text. What was said stays in this tab alone, under the digest of the pack.
"use strict";

const IDLE = 15 * 60000, WARN = 13 * 60000; // a shared device is left alone
const START = -1;
const el = (id) => document.getElementById(id);
const data = wholeOf(JSON.parse(el("data").textContent),
  wordsOnPaper(document.querySelector("noscript").textContent));
const phrases = data.words.said;
const engine = makeEngine(data);
const END = data.sections.length;
const KEY = `massage-screen ${data.pack.digest}`;
const main = el("main");

// What is kept of a client beside single values.
const COLLECTIONS = { said: Map, again: Set, half: Map, later: Set, back: Map };
const eachOf = (made) => Object.fromEntries(Object.entries(COLLECTIONS)
  .map(([name, kind]) => [name, made(name, kind)]));

let state = fresh();
let parts = []; // of the screen that is shown: each question with its fields
let touched = Date.now();

function fresh() {
  return { at: START, begun: null, shown: false, ...eachOf((_, Kind) => new Kind()) };
}

// Keeping

function keep() {
  const plain = { ...state, ...eachOf((name) => [...state[name]]) };
  try { sessionStorage.setItem(KEY, JSON.stringify(plain)); } catch { /* not kept */ }
}

function restore() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY));
    if (kept) state = { ...kept, ...eachOf((name, Kind) => new Kind(kept[name])) };
  } catch { state = fresh(); }
}

function forget() {
  state = fresh();
  draw();
  try { sessionStorage.removeItem(KEY); } catch { /* nothing was kept */ }
  el("alarm").hidden = true;
}

// Drawing

function button(text, does, kind = "") {
  const found = make("button", text, { type: "button", class: `${kind} screen`.trim() });
  found.addEventListener("click", does);
  return found;
}

function now() {
  return engine.current(state);
}

function draw() {
  main.replaceChildren();
  parts = [];
  if (state.at === START) drawStart();
  else if (state.at === END) drawEnd();
  else drawSection(data.sections[state.at]);
  const title = main.querySelector("h1");
  document.title = `${title.textContent} - ${data.words.title}`;
  el("alarm").hidden = !state.shown;
  scrollTo(0, 0);
  title.focus({ preventScroll: true });
}

const heading = (text) => make("h1", text, { tabindex: "-1" });

function drawStart() {
  main.append(heading(data.words.title), ...data.words.start.map((text) => make("p", text)));
  const list = make("ul");
  list.append(...data.words.signs.map((sign) => make("li", sign)));
  main.append(make("p", data.words.now), list, button(phrases.begin, () => {
    state.begun = state.begun || stamp();
    go(nearest(START, 1));
  }, "first"), button(phrases.clear, forget));
}

function drawSection(section) {
  main.append(heading(section.title));
  if (section.private) main.append(make("p", phrases.private));
  const form = make("form", "", { novalidate: "" });
  for (const question of engine.asked.filter((q) => q.section === state.at)) {
    form.append(drawQuestion(question, section));
  }
  form.addEventListener("submit", (event) => event.preventDefault());
  main.append(form, button(phrases.back, () => go(nearest(state.at, -1))),
    button(phrases.go_on, goOn, "first"));
  update();
}

function drawQuestion(question, section) {
  const part = drawFields(engine, question, section), { field } = part;
  for (const kind of ["change", "input"]) {
    if (kind === "input" && question.kind !== "number") continue;
    field.addEventListener(kind, (event) => changed(part, event.target));
  }
  refill(part);
  parts.push(part);
  return field;
}

// What was said and is not to be asked again.
const given = (id) => state.again.has(id) ? undefined : state.said.get(id);

// Puts what was said into the fields; what is to be asked again leaves them empty.
function refill(part) {
  const { id } = part.question, value = given(id);
  fill(part, value, state.half.get(id), state.later.has(id) && value !== undefined);
}

function changed(part, target) {
  settle(part, target);
  const { question } = part, id = question.id, was = namedIn(id);
  const { value, half, later } = read(part);
  state.later.delete(id);
  state.half.delete(id);
  if (later) state.later.add(id);
  if (half) state.half.set(id, half);
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
  if (value !== undefined) return [value].flat().map(String);
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

function update(but) {
  const sheet = now();
  if (engine.alarms(engine.current(state, state.half)).length) state.shown = true;
  el("alarm").hidden = !state.shown;
  for (const part of parts) {
    const { question, field, lines } = part, id = question.id;
    field.hidden = sheet.relevance.get(id) !== true;
    for (const [line, row] of lines) {
      const offered = sheet.isOffered(id, line); // of one answer, only what is sure
      row.hidden = question.kind === "list" ? offered === false : offered !== true;
    }
    if (part !== but && state.again.has(id)) refill(part);
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
  const unsure = [value].flat().map(String).some((word) => word === UNSURE || isDoubt(word));
  return unsure && !state.later.has(question.id) ? question.again || "" : "";
}

function say(place, text) {
  if (place.textContent !== text) place.textContent = text;
  place.hidden = !text;
}

// Going from screen to screen

// The nearest screen with questions on it, forwards (1) or backwards (-1).
function nearest(at, way) {
  const asked = new Set(engine.visible(now()).map((question) => question.section));
  let n = at + way;
  while (n > START && n < END && !asked.has(n)) n += way;
  return n;
}

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
  if (!open.length) return go(nearest(state.at, 1));
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
  return [value].flat().map((word) => wordOf(question, word)).join("; ");
}

function wordOf(question, word) {
  if (typeof word === "number") return `${word} ${question.unit}`;
  if (word === UNSURE) return phrases.unsure;
  if (word === NONE) return question.none || data.none;
  if (question.kind === "yes_no") return word === "yes" ? phrases.yes : phrases.no;
  const line = question.lines.find((other) => other.id === lineOf(word));
  const text = textOf(engine, question, line);
  return isDoubt(word) ? put(phrases.doubt, { line: text }) : text;
}

// The time on the clock of this device, as in 2026-11-28T09:03:11+01:00.
function stamp() {
  const time = new Date(), off = -time.getTimezoneOffset();
  const clock = (minutes) => new Date(minutes * 60000).toISOString();
  const zone = `${off < 0 ? "-" : "+"}${clock(Math.abs(off)).slice(11, 16)}`;
  return clock(time / 60000 + off).slice(0, 19) + zone;
}

const today = () => stamp().slice(0, 10);

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
  const day = Date.parse(today()) / 86400000;
  return codeOf(engine, sheet, day, state.shown, state.back.size > 0);
}

function save() {
  const text = `${JSON.stringify(filled(now()), null, 1)}\n`;
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = make("a", "", { href: url, download: `answers-${today()}.json` });
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
  const sheet = now();
  main.append(heading(phrases.thanks),
    make("p", phrases.hand_over),
    make("p", phrases.no_result),
    button(phrases.save, save, "first"), button(phrases.print, () => print()));
  if (data.words.code) {
    const found = code(sheet), text = make("p");
    text.append(make("code", found, { id: "code" }));
    main.append(make("h2", phrases.code), make("p",
      phrases.read_code), text,
    button(phrases.copy_code, () => copy(found)));
  }
  main.append(make("h2", phrases.answers), make("p", put(phrases.filled_in, { time: stamp() })));
  drawAnswers(sheet);
  main.append(button(phrases.copy_answers, () => copy(answersAsText(sheet))),
    button(phrases.back, () => go(nearest(END, -1))), button(phrases.next_client, forget),
    button(phrases.clear, forget));
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

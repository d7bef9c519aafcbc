// Makes what the page needs whole again: says what short.py says.
"use strict";

// Returns the words of each question of the paper form, by its number: first what is
// asked, then its lines. Where scripts run, a <noscript> is a text and no elements.
function wordsOnPaper(text) {
  const paper = new DOMParser().parseFromString(text, "text/html"), found = new Map();
  for (const ask of paper.querySelectorAll(".ask")) {
    const number = ask.querySelector("i").textContent, question = ask.parentNode;
    for (const more of question.querySelectorAll("i, b, em, span span")) more.remove();
    found.set(Number(number), [...question.querySelectorAll("span")]
      .map((words) => words.textContent.trim()));
  }
  return found;
}

function wholeOf({ terms, ...data }, paper) {
  const steps = data.steps, byId = new Map(steps.map((step) => [step.id, step]));

  function whole(term) {
    if (typeof term === "boolean") return term;
    if (typeof term === "number") return whole(terms[term]); // stands there often
    const [test, ...rest] = term;
    if (test === "and" || test === "or") return { [test]: rest.map(whole) };
    const [place, ...words] = rest, step = steps[place];
    const about = step.rows ? { f: step.id } : { q: step.id };
    if (test === "least" || test === "below") return { ...about, [test]: words[0] };
    return { ...about,
      [test]: words.map((word) => typeof word === "number" ? step.lines[word].id : word) };
  }

  function linesOf(line) {
    if (typeof line === "string") return [{ id: line }];
    if (line.id) return [line];
    const ids = line.ids || byId.get(line.from).lines.map(({ id }) => id);
    return ids.map((id) => ({ id, from: line.from }));
  }

  for (const step of steps) if (step.lines) step.lines = step.lines.flatMap(linesOf);
  for (const step of steps) {
    if (step.rows) step.rows = step.rows.map(([value, when]) => [value, whole(when)]);
    for (const part of [step, ...step.lines || []]) {
      if (part.when !== undefined) part.when = whole(part.when);
    }
    if (step.readers) step.readers = step.readers.map((place) => steps[place].id);
    if (!step.paper) continue;
    const [ask, ...texts] = paper.get(step.paper);
    step.ask = ask;
    delete step.paper;
    for (const [n, line] of (step.lines || []).entries()) {
      if (!line.from) line.text = texts[step.shown ? step.shown.indexOf(line.id) : n];
    }
  }
  return { ...data, alarms: data.alarms.map(whole) };
}

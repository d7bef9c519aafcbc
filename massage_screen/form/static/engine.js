// What answers mean: which questions are asked, which of their lines are offered, and
// what must be asked again. Says what sheet.py, ticks.py and history.py say.
// Three values: true, false, and null while an answer to come may settle it.
"use strict";

const UNSURE = "unsure", NONE = "none", HIDDEN = Symbol("hidden");
const lineOf = (word) => word.endsWith("?") ? word.slice(0, -1) : word;
const isDoubt = (word) => word.endsWith("?");
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

function both(states) {
  return states.includes(false) ? false : states.includes(null) ? null : true;
}

function some(states) {
  return states.includes(true) ? true : states.includes(null) ? null : false;
}

function ticksOf(words, question, offered, open) {
  const reassuring = Boolean(question.reassuring);
  const state = (line) => offered && offered.has(line) ? offered.get(line) : true;
  const found = (wanted) => new Set(words.filter((w) => state(lineOf(w)) === wanted)
    .flatMap((w) => reassuring ? [w] : [w, lineOf(w)]));
  const held = found(true), perhaps = found(null);
  if (reassuring && [...held].every(isDoubt) && held.size + perhaps.size) {
    const settled = held.size && [...perhaps].every(isDoubt);
    (settled ? held : perhaps).add(NONE);
  }
  const named = new Set(words.filter((w) => !(reassuring && isDoubt(w))).map(lineOf));
  const knows = reassuring || !words.includes(UNSURE);
  const left = question.lines.map((line) => line.id)
    .filter((id) => knows && !named.has(id));
  const lacked = new Set(left.filter((id) => state(id) === true && !open.includes(id)));
  const perhapsLacked = new Set(left.filter((id) => state(id) === null || open.includes(id)));
  for (const id of open) perhaps.add(id);
  return { held, perhaps, lacked, perhapsLacked, counts: held.size > 0 };
}

function makeEngine(data) {
  const steps = data.steps, questions = steps.filter((step) => step.kind);
  const byId = new Map(steps.map((step) => [step.id, step]));
  const asked = questions.filter((question) => question.ask !== undefined);

  // Args: `said` are the answers that count, by id. `half`, by id, are lists of which
  // some lines are answered: { words, open }, where `open` are the lines left.
  function sheet(said, half = new Map()) {
    const relevance = new Map(), offered = new Map(), heard = new Map();
    const facts = new Map();
    const wordsOf = (id) => said.get(id) || half.get(id).words;
    const openOf = (id) => said.has(id) || !half.has(id) ? [] : half.get(id).open;

    function passes(test, answer) {
      if (answer === HIDDEN) return false;
      if (answer.held) {
        const unless = (possible) => possible || !answer.counts ? null : false;
        if (test.all) {
          if (test.all.every((w) => answer.held.has(w))) return true;
          return unless(test.all.every((w) => answer.held.has(w) || answer.perhaps.has(w)));
        }
        if (test.lacks) {
          if (answer.counts && test.lacks.some((w) => answer.lacked.has(w))) return true;
          return unless(test.lacks.some((w) => answer.perhapsLacked.has(w)));
        }
        const any = test.any || [];
        if (any.some((w) => answer.held.has(w))) return true;
        return unless(any.some((w) => answer.perhaps.has(w)));
      }
      if (typeof answer === "string") return (test.is || []).includes(answer);
      if (test.least !== undefined) return answer >= test.least;
      return test.below !== undefined && answer < test.below;
    }

    function holds(term) {
      if (typeof term === "boolean") return term;
      if (term.and) return both(term.and.map(holds));
      if (term.or) return some(term.or.map(holds));
      if (term.q !== undefined) {
        const answer = heard.get(term.q);
        return answer === null ? null : passes(term, answer);
      }
      const possible = facts.get(term.f);
      const wanted = [...possible].filter((value) => term.is.includes(value));
      return !wanted.length ? false : wanted.length === possible.size ? true : null;
    }

    function possibleValues(fact) {
      const found = new Set();
      for (const [value, when] of fact.rows) {
        const truth = holds(when);
        if (truth !== false) found.add(value);
        if (truth) return found;
      }
      return found.add(fact.last);
    }

    function carries(source, line) {
      const there = heard.get(source), state = isOffered(source, line);
      if (there === HIDDEN || state === false) return false;
      if (there === null || !there.held) return null;
      const words = wordsOf(source);
      if (words.includes(UNSURE) || words.some((w) => lineOf(w) === line)) return state;
      return there.counts && !openOf(source).includes(line) ? false : null;
    }

    function leaves(other, line) {
      const there = heard.get(other), state = isOffered(other, line);
      const known = line === NONE || byId.get(other).lines.some((l) => l.id === line);
      if (!known || there === HIDDEN || state === false) return true;
      if (there === null || !there.held) return null;
      if (wordsOf(other).some((w) => lineOf(w) === line)) return state ? false : null;
      return there.counts && !openOf(other).includes(line) ? true : null;
    }

    function isOffered(question, line) {
      const lines = offered.get(question);
      return lines && lines.has(line) ? lines.get(line) : true;
    }

    function offers(question, line) {
      const states = (question.except || []).map((other) => leaves(other, line.id));
      if (line.when !== undefined) states.push(holds(line.when));
      if (line.from) states.push(carries(line.from, line.id));
      return both(states);
    }

    function hear(question, relevant) {
      if (relevant === false) return HIDDEN;
      if (!relevant) return null;
      const lines = offered.get(question.id), value = said.get(question.id);
      const list = Array.isArray(value) ? value
        : value === undefined && half.has(question.id) ? wordsOf(question.id) : null;
      if (list) {
        const ticks = ticksOf(list, question, lines, openOf(question.id));
        return ticks.counts || (ticks.perhaps.size && list.length) ? ticks : null;
      }
      if (value === undefined) return null;
      return !lines || value === UNSURE || lines.get(value) ? value : null;
    }

    for (const step of steps) {
      if (step.rows) {
        facts.set(step.id, possibleValues(step));
        continue;
      }
      let relevant = step.when === undefined ? true : holds(step.when);
      if (step.depends) {
        offered.set(step.id, new Map(step.lines.map((l) => [l.id, offers(step, l)])));
        relevant = both([relevant, some([...offered.get(step.id).values()])]);
      }
      relevance.set(step.id, relevant);
      heard.set(step.id, hear(step, relevant));
    }
    return { said, relevance, offered, heard, holds, isOffered };
  }

  // What is put to the client: never what a question of the therapist leaves open.
  const visible = (now) => asked.filter((q) => now.relevance.get(q.id) === true);
  const open = (now) => visible(now).filter((q) => now.heard.get(q.id) === null);
  const alarms = (now) => data.alarms.filter((term) => now.holds(term) === true);
  const linesOf = (now, question) =>
    (question.lines || []).filter((line) => now.isOffered(question.id, line.id) !== false);

  function answerOf(now, question) {
    const value = now.said.get(question.id);
    if (!Array.isArray(value) || !now.offered.has(question.id)) return value;
    return value.filter((w) => now.isOffered(question.id, lineOf(w)) !== false);
  }

  // What is handed over: also ticks of lines that the therapist's answers may offer.
  function answers(now) {
    return visible(now).filter((q) => now.said.has(q.id) && now.heard.get(q.id) !== null)
      .map((q) => [q, answerOf(now, q)]);
  }

  const without = (said, left) => new Map([...said].filter(([id]) => !left.has(id)));

  function current(history, half) {
    const now = sheet(without(history.said, history.again), half);
    const hidden = [...history.again].filter((id) => now.relevance.get(id) === false);
    if (!hidden.length) return now;
    const left = new Set([...history.again].filter((id) => !hidden.includes(id)));
    return sheet(without(history.said, left), half);
  }

  function withAnswer(history, id, value) {
    const again = new Set(history.again), said = new Map(history.said);
    again.delete(id);
    if (said.has(id) && !same(said.get(id), value)) {
      for (const reader of byId.get(id).readers || []) if (said.has(reader)) again.add(reader);
    }
    said.set(id, value);
    const before = current(history), after = current({ said, again });
    for (const [question, lines] of after.offered) {
      const was = before.offered.get(question);
      const grows = [...lines].some(([l, is]) => is !== false && was.get(l) === false);
      if (before.said.has(question) && grows && question !== id) again.add(question);
    }
    return { said, again };
  }

  // The answer of somebody with nothing to tell.
  function mildest(now, question) {
    const lines = linesOf(now, question).map((line) => line.id);
    if (question.kind === "list") return question.reassuring ? lines : [NONE];
    if (question.kind === "number") return question.least || 0;
    return wordsFor(now, question)[0];
  }

  // The words that one answer can be, mildest first, "not sure" last.
  function wordsFor(now, question) {
    const yesNo = question.reassuring ? ["yes", "no"] : ["no", "yes"];
    const lines = linesOf(now, question).map((line) => line.id);
    return [...(question.kind === "yes_no" ? yesNo : lines), UNSURE];
  }

  return {
    data, byId, asked, current, withAnswer, visible, open, alarms, answers, linesOf,
    mildest, wordsFor,
  };
}

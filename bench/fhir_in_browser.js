// Fills in a Questionnaire that LHC-Forms shows, by clicks, and says what is shown.
"use strict";

const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const data = () => document.querySelector("wc-lhc-form")
  ._ngElementStrategy.componentRef.instance.lhcFormData;
const itemOf = (link) => data().itemList.find((item) => item.linkId === link);
const isSeen = (item) => {
  const row = document.getElementById(`item-${item._elementId}`);
  return Boolean(row && row.offsetParent);
};
const shown = () => data().itemList.filter(isSeen).map((item) => item.linkId);

async function show(questionnaire) {
  await LForms.Util.addFormToPage(questionnaire, "form", { fhirVersion: "R4" });
  await pause(0);
}

// What stands in an item, in the form in which it is given.
function standing(item) {
  const row = document.getElementById(`item-${item._elementId}`);
  const checked = [...row.querySelectorAll("input:checked")]
    .map((input) => input.closest("[id*='|']").id.split("|").pop());
  const typed = row.querySelector("input[type=text], input[type=number]");
  return checked.length || !typed ? checked : typed.value ? [Number(typed.value)] : [];
}

async function give(link, system, words) {
  const item = itemOf(link), was = standing(item);
  if (item.dataType === "INT") {
    const field = document.getElementById(`item-${item._elementId}`).querySelector("input");
    if (was[0] === words[0]) return 0;
    field.value = words.length ? String(words[0]) : "";
    for (const kind of ["input", "change", "blur"]) field.dispatchEvent(new Event(kind));
    return 1;
  }
  if (item.dataType === "BL") {
    const code = words.length ? "true" : "null";
    const found = [...document.getElementById(`item-${item._elementId}`)
      .querySelectorAll("input")].find((i) => i.id.endsWith(code));
    if (!found || found.checked) return 0;
    found.click();
    return 1;
  }
  const many = item.answerCardinality && item.answerCardinality.max === "*";
  const wanted = many ? [...was.filter((w) => !words.includes(w)),
    ...words.filter((w) => !was.includes(w))] : words.filter((w) => !was.includes(w));
  for (const word of wanted) {
    const box = document.getElementById(`${item._elementId}|${system}|${word}`);
    if (!box) throw new Error(`there is no box ${item._elementId}|${system}|${word}`);
    box.click();
  }
  return wanted.length;
}

// Gives the answers of one step, each to an item that is shown.
async function step(answers) {
  let clicks = 0;
  for (const [link, system, words] of answers) {
    // What an answer opens is drawn a little later.
    for (let n = 0; n < 100 && !(itemOf(link) && isSeen(itemOf(link))); n += 1) await pause(10);
    if (!itemOf(link) || !isSeen(itemOf(link))) return { missing: link, clicks };
    clicks += await give(link, system, words);
  }
  await pause(20);
  return { shown: shown(), clicks };
}

const response = () => LForms.Util.getFormFHIRData("QuestionnaireResponse", "R4");

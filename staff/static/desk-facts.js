// What is said once something was written down. "Correct" beside a fact fills in the form that writes
// facts down, and sends nothing.
const at = (id) => document.getElementById(id);

export const WRITTEN_DOWN = {
  fact: "Written down.",
  confirm: "Confirmed.",
  rate: "Rated.",
  step: "The step is in the plan.",
  settle: "Settled.",
  sendplan: "The plan is sent.",
};

export function listenToCorrections({ pane }) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-corrects]");
    if (!link || !at("do-fact")) return;
    event.preventDefault();
    at("fact-subject").value = link.dataset.subject;
    at("fact-about").value = link.dataset.about;
    at("fact-replaces").value = link.dataset.corrects;
    pane("conversation");
    at("do-fact").setAttribute("open", "");
    at("fact-text").focus();
  });
}

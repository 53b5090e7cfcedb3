// Copy and print what goes to the service. Without this the text can be marked by hand.
const at = (id) => document.getElementById(id);
const copy = at("copy");
at("print").hidden = false;
at("print").addEventListener("click", () => print());
if (navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(at("letter").textContent);
    at("copied").textContent = copy.dataset.done;
  });
}

// What the table does better with scripts: all rows ticked at once, the printer's window. Without them it works by itself.

const all = document.getElementById("all");
if (all) {
  const ticks = [...document.querySelectorAll('input[name="chon"]')];
  all.closest("label").hidden = false;
  all.addEventListener("change", () => ticks.forEach((tick) => { tick.checked = all.checked; }));
}
const print = document.getElementById("print");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
  if ("now" in print.dataset) {
    history.replaceState(null, "", location.href.replace(/([?&])in=1(&|$)/, (all, before, after) => (after ? before : "")));
    window.addEventListener("load", () => window.print());
  }
}
const any = document.getElementById("any");
if (any) {
  for (const cell of document.querySelectorAll(".read td:not(.doubt)")) {
    cell.addEventListener("click", () => { any.value = `${cell.dataset.at} = ${cell.textContent.trim()}`; any.focus(); });
  }
}
const said = document.querySelector(".said");
if (said) said.scrollIntoView({ block: "nearest" });

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
}
const said = document.querySelector(".said");
if (said) said.scrollIntoView({ block: "nearest" });

// What the page does better with scripts: it shows what was chosen, warns before sending, and shows how far it is.
// Without scripts the form works by itself. All words stand in the page (data attributes).

const size = (bytes) =>
  bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1e6).toFixed(1).replace(".", ",")} MB`;

function begin(form) {
  const input = form.querySelector("#files");
  const list = form.querySelector("#chosen");
  const status = form.querySelector("#status");
  const bar = form.querySelector("#progress");
  const button = form.querySelector("button");
  const { limit, whole, most, tooLarge, tooMuch, sending, checking, lost } = form.dataset;

  function show() {
    const files = [...input.files];
    list.replaceChildren(...files.map((file) => {
      const row = document.createElement("li");
      const name = row.appendChild(document.createElement("span"));
      const facts = row.appendChild(document.createElement("span"));
      name.className = "name";
      name.textContent = file.name;
      const over = file.size > Number(limit);
      facts.className = over ? "facts refused" : "facts";
      facts.textContent = over ? `${size(file.size)}: ${tooLarge}` : size(file.size);
      return row;
    }));
    list.hidden = files.length === 0;
    const total = files.reduce((sum, file) => sum + file.size, 0);
    const over = files.length > Number(most) || total > Number(whole);
    input.setCustomValidity(over ? tooMuch : "");
    status.textContent = over ? tooMuch : "";
  }

  function wait(busy) {
    button.disabled = busy;
    bar.hidden = !busy;
  }

  function send(event) {
    event.preventDefault();
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (step) => {
      const percent = step.lengthComputable ? Math.round((100 * step.loaded) / step.total) : 0;
      bar.value = percent;
      status.textContent = percent < 100 ? `${sending}: ${percent}%` : checking;
    });
    request.addEventListener("load", () => answered(request));
    request.addEventListener("error", () => {
      wait(false);
      status.textContent = lost;
    });
    request.open("POST", location.href);
    wait(true);
    request.send(new FormData(form));
  }

  input.addEventListener("change", show);
  form.addEventListener("submit", send);
  show();
}

/** The page that came back takes the place of this one, without leaving it in the history. */
function answered(request) {
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const main = page.querySelector("main");
  if (!main) return location.reload();
  document.title = page.title;
  document.querySelector("main").replaceWith(main);
  main.focus();
  const form = main.querySelector("#upload");
  if (form) begin(form);
}

begin(document.querySelector("#upload"));

// The library and the results: asked for when their tab is opened. Files are sent one by one, each with its progress.
(() => {
  const bq = window.bq;
  const panel = (name) => document.querySelector(`[data-panel="${name}"]`);
  let timer = 0;
  // Replies may overtake one another: what was asked for before the one that is shown is out of date.
  let asked = 0;

  async function refresh(name) {
    const place = panel(name);
    if (!place) return;
    const turn = ++asked;
    try {
      const html = await (await bq.send(name)).text();
      if (turn >= Number(place.dataset.turn || 0)) fill(place, html, turn);
    } catch (error) {
      place.textContent = error.message;
    }
  }

  // What a panel shows already stays: a file may be on its way through the very input that would be replaced.
  const shown = new WeakMap();

  function fill(place, html, turn = ++asked) {
    place.dataset.turn = turn;
    if (shown.get(place) !== html || !place.dataset.filled) {
      const sending = [...place.querySelectorAll(".bq-sending")];
      place.innerHTML = html; // escaped by the server, piece by piece
      place.dataset.filled = "true";
      shown.set(place, html);
      for (const row of sending) place.querySelector(".bq-drop")?.after(row);
    }
    clearTimeout(timer);
    if (place.dataset.panel !== "library") return;
    if (place.querySelector("[data-busy]")) timer = setTimeout(() => refresh("library"), 400);
    else bq.documents().catch(() => {});
  }

  // XMLHttpRequest, because fetch does not tell how much of a file is sent.
  function send(file) {
    const row = document.createElement("div");
    const bar = document.createElement("progress");
    const name = document.createElement("span");
    row.className = "bq-sending";
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    name.textContent = `${file.name} · ${bq.say("state_sending")}`;
    row.append(name, bar);
    panel("library").querySelector(".bq-drop").after(row);
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      const form = new FormData();
      form.append("file", file);
      request.upload.addEventListener("progress", (event) => (bar.value = event.loaded / event.total));
      request.addEventListener("loadend", () => {
        if (request.status === 200) {
          row.remove();
          fill(panel("library"), request.responseText);
        } else {
          let why = request.status ? request.responseText : bq.say("network");
          try {
            why = JSON.parse(why).problem;
          } catch {}
          bar.remove();
          name.textContent = `${file.name} · ${bq.say("state_failed")}：${why}`;
        }
        resolve();
      });
      request.open("POST", "library");
      request.send(form);
    });
  }

  async function sendAll(files) {
    for (const file of files) await send(file);
  }

  function confirmRemoval(button) {
    const dialog = document.createElement("dialog");
    dialog.className = "bq-dialog";
    const text = document.createElement("p");
    text.id = "bq-remove-text";
    text.textContent = button.dataset.ask;
    dialog.setAttribute("aria-labelledby", text.id);
    const yes = document.createElement("button");
    const no = document.createElement("button");
    yes.type = no.type = "button";
    yes.className = "bq-button bq-danger";
    no.className = "bq-button bq-plain";
    yes.textContent = bq.say("remove_yes");
    no.textContent = bq.say("cancel");
    no.addEventListener("click", () => dialog.close());
    yes.addEventListener("click", async () => {
      dialog.close();
      try {
        const query = new URLSearchParams({ document: button.dataset.id });
        fill(panel("library"), await (await bq.send(`library?${query}`, { method: "DELETE" })).text());
      } catch (error) {
        alert(error.message);
      }
    });
    dialog.addEventListener("close", () => dialog.remove());
    dialog.append(text, no, yes);
    document.querySelector(".gradio-container").append(dialog); // where the style applies
    dialog.showModal();
  }

  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest(".bq-remove");
    if (button) confirmRemoval(button);
  });

  document.addEventListener("change", (event) => {
    if (event.target instanceof HTMLInputElement && event.target.matches(".bq-file")) {
      const files = [...event.target.files];
      event.target.value = "";
      sendAll(files);
    }
  });

  const zone = (event) => event.target instanceof Element && event.target.closest(".bq-drop");
  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      const found = zone(event);
      // A file dropped beside the zone must not replace the page.
      if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
      if (!found) return;
      found.classList.toggle("bq-over", kind === "dragover");
      if (kind === "drop") sendAll([...event.dataTransfer.files]);
    });
  }

  // A tab's panel comes into the page, or into view, when the tab is opened.
  document.addEventListener("click", (event) => {
    const tab = event.target instanceof Element && event.target.closest("[role=tab]");
    if (!tab) return;
    requestAnimationFrame(() => {
      for (const place of document.querySelectorAll("[data-panel]")) {
        if (place.offsetParent !== null) refresh(place.dataset.panel);
      }
    });
  });
  new MutationObserver(() => {
    for (const place of document.querySelectorAll("[data-panel]:not([data-filled])")) {
      if (place.offsetParent === null) continue;
      place.dataset.filled = "asked";
      refresh(place.dataset.panel);
    }
  }).observe(document.documentElement, { childList: true, subtree: true });
})();

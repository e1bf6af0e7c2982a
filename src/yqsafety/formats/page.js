
"use strict";
// Shows the tasks that match; the rules are those of `yqsafety list`. Without it all are shown.
(() => {
  const at = (id) => document.getElementById(id);
  const text = at("f-text"), unit = at("f-unit"), state = at("f-state");
  const plain = (said) => said.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
  const words = (said) => (said || "").split(" ");

  const tasks = Array.from(document.querySelectorAll("details.task"), (node) => ({
    node,
    said: plain(Array.from(node.querySelectorAll(".find"), (part) => part.textContent).join("\n")),
    states: words(node.dataset.states),
    duties: Array.from(node.querySelectorAll("[data-units]"), (duty) => ({
      units: words(duty.dataset.units),
      states: words(duty.dataset.states),
    })),
  }));

  function matches(task) {
    const wanted = text.value.split(/\s+/).map(plain);
    if (!wanted.every((word) => task.said.includes(word))) return false;
    if (!unit.value) return !state.value || task.states.includes(state.value);
    const duty = task.duties.find((one) => one.units.includes(unit.value));
    return Boolean(duty) && (!state.value || duty.states.includes(state.value));
  }

  function show() {
    const filtered = text.value.trim() || unit.value || state.value;
    let count = 0;
    for (const task of tasks) {
      task.node.hidden = !matches(task);
      count += task.node.hidden ? 0 : 1;
    }
    for (const group of document.querySelectorAll(".item, .part"))
      group.hidden = !group.querySelector("details.task:not([hidden])");
    at("shown").classList.toggle("filtered", Boolean(filtered));
    at("shown").textContent = filtered
      ? `已筛选：显示 ${count} 项，共 ${tasks.length} 项。`
      : `共 ${tasks.length} 项。`;
  }

  function clear() {
    text.value = unit.value = state.value = "";
    show();
  }

  // A link to a task opens it, also where the filters hide it.
  function follow() {
    const task = document.querySelector("details.task:target");
    if (!task) return;
    if (task.hidden) clear();
    task.open = true;
    task.scrollIntoView();
    task.querySelector("summary").focus();
  }

  at("f-open").addEventListener("click", (event) => {
    const open = event.target.getAttribute("aria-pressed") !== "true";
    event.target.setAttribute("aria-pressed", String(open));
    for (const task of tasks) task.node.open = open;
  });
  at("f-clear").addEventListener("click", () => { clear(); text.focus(); });
  for (const field of [text, unit, state]) field.addEventListener("input", show);
  for (const moment of ["load", "hashchange"]) addEventListener(moment, follow);

  // Paper shows every quote; where style alone cannot open them, they are opened for it.
  if (!CSS.supports("selector(::details-content)")) {
    let closed = [];
    addEventListener("beforeprint", () => {
      closed = tasks.filter((task) => !task.node.open);
      for (const task of closed) task.node.open = true;
    });
    addEventListener("afterprint", () => { for (const task of closed) task.node.open = false; });
  }

  at("filters").hidden = false;
  show();
})();

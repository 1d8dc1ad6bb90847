"use strict";
// Shows what stands behind a number, and filters the statements. All of it is also in the tables.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const dialog = document.getElementById("behind");
  const list = document.getElementById("behind-list");
  const form = document.getElementById("filters");
  const articles = [...document.querySelectorAll(".statement")];
  const details = new Map(data.classes);
  const isDetail = new Set(data.classes.flatMap(([, own]) => own));
  const spoken = name => name.split("_").map(word => (word === "un" ? "UN" : word)).join(" ");

  // The same rule by which the tables count.
  function holds(unit, pick) {
    if (!unit.counted) return false;
    if (pick.grouping !== "all" && unit.groups[data.groupings.indexOf(pick.grouping)] !== pick.group) return false;
    if (pick.theme !== undefined) return unit.coded && unit.themes.includes(data.themes.indexOf(pick.theme));
    if (pick.detail) return unit.detail === pick.detail;
    if (unit.stance !== pick.class) return false;
    return !pick.bare || !details.has(pick.class) || !isDetail.has(unit.detail);
  }

  function element(name, text) {
    const made = document.createElement(name);
    made.textContent = text;
    return made;
  }

  function label(pick) {
    const option = (name, value) => [...form.elements[name].options].find(one => one.value === value);
    const of = option("group", `${data.groupings.indexOf(pick.grouping)}|${pick.group}`);
    const group = of ? `, ${of.parentElement.label}: ${of.textContent}` : "";
    const detail = pick.detail && option("stance", `${pick.class}|${pick.detail}`);
    if (pick.theme === undefined) return (detail ? detail.textContent : spoken(pick.class)) + group;
    return form.elements.theme.options[1 + data.themes.indexOf(pick.theme)].textContent + group;
  }

  function evidence(number, pick) {
    const article = articles[number];
    if (pick.theme === undefined) return article.querySelector(".quotes.position");
    return article.querySelector(`.theme[data-theme="${data.themes.indexOf(pick.theme)}"] .quotes`);
  }

  function show(pick) {
    const units = data.units.filter(unit => holds(unit, pick));
    document.getElementById("behind-title").textContent =
      `${label(pick)}: ${units.length} state${units.length === 1 ? "" : "s"}`;
    list.replaceChildren();
    for (const unit of units) {
      for (const number of unit.statements) {
        const found = evidence(number, pick);
        if (!found && pick.theme !== undefined) continue;
        const heading = document.createElement("h3");
        const link = element("a", unit.name);
        link.href = `#s${number}`;
        link.addEventListener("click", () => { clear(); dialog.close(); });
        heading.append(link);
        const cite = articles[number].querySelector(".cite").cloneNode(true);
        list.append(heading, cite);
        // Who coded the position, and whether anybody checked it, stands wherever a state is named with it.
        if (pick.theme === undefined) list.append(articles[number].querySelector(".detail").cloneNode(true));
        list.append(found ? found.cloneNode(true) : element("p", "No sentence on the proposal was found."));
      }
    }
    dialog.showModal();
    dialog.scrollTop = 0;
  }

  function clear() {
    form.reset();
    filter();
  }

  function filter() {
    const { actor, group, stance, theme, words } = Object.fromEntries(
      ["actor", "group", "stance", "theme", "words"].map(name => [name, form.elements[name].value]));
    const [grouping, value] = [group.slice(0, group.indexOf("|")), group.slice(group.indexOf("|") + 1)];
    const [kind, detail] = stance.split("|");
    const sought = words.toLowerCase().split(/\s+/).filter(Boolean);
    let n = 0;
    data.statements.forEach((one, number) => {
      const text = sought.length ? articles[number].textContent.toLowerCase() : "";
      const fits = (!actor || one.actor === actor)
        && (!group || one.groups[Number(grouping)] === value)
        && (!stance || (one.stance === kind && (!detail || one.detail === detail)))
        && (!theme || one.themes.includes(Number(theme)))
        && sought.every(word => text.includes(word));
      articles[number].hidden = !fits;
      n += fits;
    });
    document.getElementById("shown").textContent = `${n} of ${data.statements.length} statements`;
  }

  document.addEventListener("click", event => {
    const chosen = event.target.closest("button.pick");
    if (chosen) show(JSON.parse(chosen.dataset.pick));
  });
  document.getElementById("close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", event => { if (event.target === dialog) dialog.close(); });
  form.addEventListener("input", filter);
  form.addEventListener("submit", event => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));
  addEventListener("beforeprint", () => document.querySelectorAll("details.fold, details.names").forEach(one => { one.open = true; }));
  form.hidden = false;
  document.documentElement.classList.add("live");
})();

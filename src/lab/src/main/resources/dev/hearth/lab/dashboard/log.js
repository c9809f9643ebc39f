// The log: the newest first, of those lines that are looked for.

import { exactTime, short } from '/words.js';

const SHOWN = 150;

const button = (text, title, press) => {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = 'link';
  element.textContent = text;
  element.setAttribute('aria-label', title);
  element.addEventListener('click', press);
  return element;
};

export class Log {
  #state;
  #lines;
  #empty;
  #follow;
  #wanted = () => true;
  #last = -1;

  // follow: told what a line's button names, as { environment }, { request } or { cycle }.
  constructor(state, lines, empty, follow) {
    this.#state = state;
    this.#lines = lines;
    this.#empty = empty;
    this.#follow = follow;
  }

  // Shows those alone.
  filter(wanted) {
    this.#wanted = wanted;
    this.#last = -1;
    this.#lines.replaceChildren();
    this.draw();
  }

  draw() {
    const fresh = [];
    for (let i = this.#state.log.length - 1; i >= 0 && fresh.length < SHOWN; i--) {
      const it = this.#state.log[i];
      if (it.n <= this.#last) break;
      if (this.#wanted(it)) fresh.push(this.#row(it));
    }
    if (this.#state.log.length > 0) this.#last = this.#state.log.at(-1).n;
    this.#lines.prepend(...fresh);
    while (this.#lines.childElementCount > SHOWN) this.#lines.lastElementChild.remove();
    this.#empty.hidden = this.#lines.childElementCount > 0;
  }

  #row(it) {
    const row = document.createElement('tr');
    row.dataset.weight = it.weight;
    const cell = (...children) => row.insertCell().append(...children);
    cell(exactTime(it.at));
    cell(it.label);
    cell(it.environment ? button(short(it.environment), `Follow environment ${short(it.environment)}`, () => this.#follow({ environment: it.environment })) : '');
    cell(
      it.cycle
        ? button(short(it.cycle), `Follow cycle ${short(it.cycle)}`, () => this.#follow({ cycle: it.cycle }))
        : it.request
          ? button(short(it.request), `Follow request ${short(it.request)}`, () => this.#follow({ request: it.request }))
          : '',
    );
    cell(this.#state.functions.length > 1 ? `${it.function}: ${it.text}` : it.text);
    return row;
  }
}

// Puts the page together: listens to the lab, draws what has changed, and does what is pressed.

import { Charts } from '/charts.js';
import { Log } from '/log.js';
import { Pool, STATES, describe } from '/pool.js';
import { ended, forget, nothing, take, waited } from '/state.js';
import { Wave, line, name } from '/wave.js';
import { count, gbSeconds, many, milliseconds, short, usd } from '/words.js';

const ENDED_SHOWN = 20_000;
const CHART_TURN = 300;
const LOG_TURN = 250;
const AGAIN = 3000;

const $ = (id) => document.getElementById(id);
const token = document.querySelector('meta[name=hearth-token]').content;
const state = nothing();

// The lab's clock, which is not this browser's: it stands still while the machine sleeps.
let heard = 0;
const now = () => state.now + (performance.now() - heard);

let followed = {};
let inbox = [];
let hideSlower = 0;
let nextChart = 0;
let nextLog = 0;
let nextTick = 0;

const pool = new Pool($('pool'), $('tip'), state, now, (cell) => follow({ environment: cell.id }));
const wave = new Wave($('wave'), $('tip'), (environment) => follow({ environment }));
const log = new Log(state, $('lines'), $('log-empty'), (what) => follow(what));
const charts = new Charts(state, () => Number($('span').value));

// ---- listening

let source;
let seen = '';

// Unless nobody looks: then nothing is asked for, and what is missed comes in one message when somebody does.
const listen = () => {
  source?.close();
  if (document.hidden) return;
  source = new EventSource(`/events${seen ? `?seen=${seen}` : ''}`);
  source.onmessage = (event) => {
    seen = event.lastEventId;
    inbox.push(JSON.parse(event.data));
    connected(true);
  };
  source.onerror = () => {
    connected(false);
    // Of itself it comes back after a broken connection, and not where it was refused.
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, AGAIN);
  };
};

const connected = (live) => {
  const element = $('connection');
  if (element.dataset.live === String(live)) return;
  element.dataset.live = live;
  element.textContent = live ? 'live' : 'not connected, trying again';
};

document.addEventListener('visibilitychange', listen);

// ---- drawing

const frame = (at) => {
  requestAnimationFrame(frame);
  if (inbox.length > 0) {
    const messages = inbox;
    inbox = [];
    messages.forEach((message) => absorb(message, at));
  }
  pool.frame(at);
  if (at >= hideSlower) $('slower').hidden = true;
  if (at >= nextTick) {
    nextTick = at + 1000;
    pool.remove(forget(state, now() - ENDED_SHOWN));
    pool.tick();
    drawFigures();
    drawFollowed();
  } else if (at >= nextLog) {
    nextLog = at + LOG_TURN;
    log.draw();
  } else if (at >= nextChart) {
    nextChart = at + CHART_TURN;
    charts.next();
  }
};

const absorb = (message, at) => {
  const { whole, touched, finished } = take(state, message);
  heard = performance.now();
  if (whole) {
    pool.clear();
    log.filter(wanted());
    forget(state, now() - ENDED_SHOWN);
  }
  pool.take(touched.filter(({ cell }) => state.cells.has(cell.id)), at);
  if (message.cycles.length > 0 || whole) drawCycles();
  for (const cycle of whole ? [] : finished) {
    const slower = pool.wave(cycle, at);
    if (slower >= 2 || slower <= 0.5) {
      text('slower', `a cycle, ${slower >= 2 ? `${Math.round(slower)} times slower` : `${Math.round(1 / slower)} times faster`} than it was`);
      $('slower').hidden = false;
      hideSlower = at + 2500;
    }
  }
  drawFunctions();
  drawLegend();
  if (whole) {
    drawFigures();
    charts.all();
  }
};

const text = (id, value) => {
  const element = $(id);
  if (element.textContent !== value) element.textContent = value;
};

const drawLegend = () => {
  const numbers = new Map();
  let provisioned = 0;
  for (const cell of state.cells.values()) {
    if (!visible(cell)) continue;
    numbers.set(cell.state, (numbers.get(cell.state) ?? 0) + 1);
    provisioned += cell.provisioned && !ended(cell) ? 1 : 0;
  }
  for (const item of $('legend').children) {
    const number = item.dataset.of === 'provisioned' ? provisioned : (numbers.get(item.dataset.of) ?? 0);
    const figure = item.querySelector('b');
    if (figure.textContent !== count(number)) figure.textContent = count(number);
    item.toggleAttribute('data-none', number === 0);
  }
  $('pool-empty').hidden = state.cells.size > 0;
  $('pool-help').hidden = state.cells.size === 0;
};

const drawFigures = () => {
  const totals = state.totals;
  const billed = totals.billed;
  const living = [...state.cells.values()].filter((cell) => visible(cell) && !ended(cell));
  const warm = living.filter((cell) => cell.state !== 'starting');
  text('f-warm', count(warm.length));
  const targets = state.functions.filter((it) => it.target && (chosenFunction() === '' || it.name === chosenFunction()));
  const target = targets.reduce((sum, it) => sum + it.target, 0);
  const atLeast = targets.reduce((sum, it) => sum + it.targetAtLeast, 0);
  text('f-warm-more', target ? `${atLeast < target ? `${count(atLeast)} to ` : ''}${count(target)} kept by schedule` : 'none kept by schedule');
  text('f-cold', count(totals.cold));
  text('f-cold-more', `of ${many(totals.requests, 'request')}${totals.failed ? `, ${count(totals.failed)} failed` : ''}${totals.throttled ? `, ${count(totals.throttled)} throttled` : ''}`);
  const latency = waited(state.seconds, now() - 60_000);
  text('f-latency', latency ? milliseconds(latency.p50) : '–');
  text('f-latency-more', latency ? `p50; p99 at worst ${milliseconds(latency.worst)}` : 'no request');
  text('f-users', usd(billed.usersUsd));
  text('f-users-more', gbSeconds(billed.usersGbSeconds));
  text('f-warming', usd(billed.warmingUsd));
  text('f-warming-more', `${gbSeconds(billed.warmingGbSeconds)}, ${many(totals.cycles, 'cycle')}${totals.missed ? `; ${many(totals.missed, 'event')} missed` : ''}`);
};

// ---- functions

const chosenFunction = () => $('function').value;
const visible = (cell) => chosenFunction() === '' || cell.function === chosenFunction();
const acting = () => state.functions.find((it) => it.name === chosenFunction()) ?? state.functions[0];

let drawnFunctions = '';
const drawFunctions = () => {
  const known = JSON.stringify(state.functions);
  if (known === drawnFunctions) return;
  drawnFunctions = known;
  const choice = $('function');
  const before = choice.value;
  choice.replaceChildren(new Option('all', ''), ...state.functions.map((it) => new Option(it.name, it.name)));
  choice.value = state.functions.some((it) => it.name === before) ? before : '';
  $('function-choice').hidden = state.functions.length < 2;
  offer();
};

// What the buttons are about: the chosen function, or the first.
const offer = () => {
  const target = acting()?.target;
  $('target-form').hidden = target === undefined;
  if (target !== undefined && document.activeElement !== $('target')) $('target').value = target;
};

$('function').addEventListener('change', () => {
  pool.show(chosenFunction());
  log.filter(wanted());
  drawLegend();
  drawFigures();
  offer();
});

// ---- cycles

const shownCycle = () => state.cycles.get($('cycle').value);

const drawCycles = () => {
  const choice = $('cycle');
  const newest = [...state.cycles.values()].reverse();
  const before = followed.cycle ?? newest.find((it) => it.state !== 'running')?.key ?? newest[0]?.key;
  choice.replaceChildren(...newest.map((it) => new Option(name(it), it.key)));
  if (before) choice.value = before;
  $('cycle-choice').hidden = newest.length === 0;
  drawWave();
};

const drawWave = () => {
  const cycle = shownCycle();
  text('wave-said', cycle ? line(cycle) : 'No cycle yet.');
  const members = cycle?.members.length ?? 0;
  $('wave-holder').hidden = members === 0;
  $('wave-legend').hidden = members === 0;
  wave.show(cycle);
};

$('cycle').addEventListener('change', () => {
  follow({ cycle: $('cycle').value });
  const cycle = shownCycle();
  if (cycle) pool.wave(cycle, performance.now());
});

// ---- following

const wanted = () => {
  const find = $('find').value.trim().toLowerCase();
  const own = $('own').checked;
  const fn = chosenFunction();
  return (it) =>
    (own || it.weight !== 'debug') &&
    (fn === '' || it.function === fn) &&
    (!followed.environment || it.environment === followed.environment) &&
    (!followed.request || it.request === followed.request) &&
    (!followed.cycle || it.cycle === followed.cycle) &&
    (find === '' || `${it.text} ${it.label} ${it.environment ?? ''} ${it.request ?? ''}`.toLowerCase().includes(find));
};

const follow = (what) => {
  followed = what;
  drawFollowed();
  if (what.cycle && state.cycles.has(what.cycle)) {
    $('cycle').value = what.cycle;
    drawWave();
  }
  log.filter(wanted());
};

const drawFollowed = () => {
  const { environment, request, cycle } = followed;
  $('followed').hidden = !environment && !request && !cycle;
  let ids = [];
  if (environment) {
    const cell = state.cells.get(environment);
    ids = [environment];
    text('followed-what', cell ? describe(cell, now()).join(' · ') : `Environment ${short(environment)} is gone.`);
  } else if (request) {
    const lines = state.log.filter((it) => it.request === request);
    ids = lines.map((it) => it.environment).filter(Boolean);
    text('followed-what', `Request ${short(request)} · ${lines.findLast((it) => it.weight !== 'debug')?.text ?? 'under way'}`);
  } else if (cycle) {
    const it = state.cycles.get(cycle);
    ids = it?.members.map((member) => member.environment) ?? [];
    text('followed-what', it ? `Cycle ${name(it)} · ${line(it)}` : `Cycle ${short(cycle)} is gone.`);
  }
  $('end').hidden = !environment || !state.cells.has(environment) || ended(state.cells.get(environment));
  pool.follow(new Set(ids));
};

$('unfollow').addEventListener('click', () => follow({}));
$('find').addEventListener('input', () => log.filter(wanted()));
$('own').addEventListener('change', () => log.filter(wanted()));
$('span').addEventListener('change', () => charts.all());

// ---- doing

const say = (what, bad) => {
  $('said').textContent = what;
  $('said').dataset.bad = bad;
};

const act = async (action, parameters, pressed) => {
  if (pressed) pressed.disabled = true;
  say('…', false);
  try {
    const response = await fetch(`/do/${action}?${new URLSearchParams(parameters)}`, { method: 'POST', headers: { 'X-Hearth-Token': token } });
    const { said } = await response.json();
    say(response.ok ? said : response.status === 403 ? 'This lab was started anew: load the page again.' : said, !response.ok);
  } catch {
    say('The lab does not answer.', true);
  } finally {
    if (pressed) pressed.disabled = false;
  }
};

for (const form of document.querySelectorAll('form[data-action]')) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const fields = Object.fromEntries(new FormData(form, event.submitter));
    act(form.dataset.action, { function: acting()?.name ?? '', ...fields }, event.submitter);
  });
}

$('end').addEventListener('click', () => act('end', { environment: followed.environment }, $('end')));

// ---- begin

for (const [key, [letter, words]] of [...Object.entries(STATES).slice(0, 2), ['provisioned', ['P', 'provisioned']], ...Object.entries(STATES).slice(2)]) {
  const item = document.createElement('li');
  item.dataset.of = key;
  const sample = Object.assign(document.createElement('i'), { className: 'cell', textContent: letter });
  sample.setAttribute('aria-hidden', 'true');
  sample.dataset.state = key === 'provisioned' ? 'idle' : key;
  sample.toggleAttribute('data-provisioned', key === 'provisioned');
  item.append(sample, Object.assign(document.createElement('b'), { textContent: '0' }), ` ${words.replace('busy ', '').replace(' a cycle', '').replace(' by', '')}`);
  $('legend').append(item);
}
charts.all();
listen();
requestAnimationFrame(frame);

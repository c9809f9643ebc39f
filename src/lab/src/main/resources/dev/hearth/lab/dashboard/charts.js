// The time lines, drawn by ECharts: one a turn, so that no frame waits for all of them.

import { count, gbSeconds, milliseconds, time, usd } from '/words.js';
import { parts } from '/state.js';
import { line } from '/wave.js';

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

const axis = () => ({ color: colour('faint'), fontSize: 11, hideOverlap: true });

const base = (from, to, value) => ({
  animation: false,
  aria: { enabled: true },
  textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
  grid: { left: 4, right: 10, top: 10, bottom: 4, containLabel: true },
  xAxis: {
    type: 'time', min: from, max: to, axisLine: { lineStyle: { color: colour('line') } }, axisTick: { show: false },
    axisLabel: { ...axis(), formatter: (at) => time(at) }, splitNumber: 3,
  },
  yAxis: {
    type: 'value', min: 0, minInterval: 1, splitNumber: 3, axisLine: { show: false }, axisTick: { show: false },
    axisLabel: axis(), splitLine: { lineStyle: { color: colour('line') } },
    ...value,
  },
});

// Text and no markup: what it says is of the lab, and nothing may be styled from outside the page's own sheet.
const tooltip = (write) => ({
  trigger: 'axis', renderMode: 'richText', confine: true, transitionDuration: 0,
  backgroundColor: colour('panel'), borderColor: colour('line'), padding: 8,
  textStyle: { color: colour('ink'), fontSize: 12 },
  axisPointer: { lineStyle: { color: colour('faint') }, label: { show: false } },
  formatter: (points) => write(points[0].dataIndex, points[0]),
});

// The power of ten below or above it.
const whole = (round, value) => (Number.isFinite(value) && value > 0 ? 10 ** round(Math.log10(value)) : round === Math.floor ? 1 : 10);

const series = (name, hue, dash, data, more) => ({
  name, type: 'line', symbol: 'none', data, lineStyle: { color: colour(hue), width: 2, type: dash },
  itemStyle: { color: colour(hue) }, emphasis: { disabled: true }, ...more,
});

const bars = (name, hue, data, more) => ({
  name, type: 'bar', data, barMinWidth: 2, barMaxWidth: 14, itemStyle: { color: colour(hue), ...more }, emphasis: { disabled: true },
});

const pairs = (list, of) => list.map((part) => [part.at, of(part)]);

const levels = (list, from, to) => ({
  ...base(from, to),
  tooltip: tooltip((i) => `${time(list[i].at)}\nwarm ${list[i].warm}\nbusy with users ${list[i].users}\nheld by cycles ${list[i].held}`),
  series: [
    series('warm', 'idle', 'solid', pairs(list, (it) => it.warm), { step: 'end', areaStyle: { opacity: 0.18 } }),
    series('users', 'user', 'solid', pairs(list, (it) => it.users), { step: 'end' }),
    series('held', 'held', [4, 3], pairs(list, (it) => it.held), { step: 'end' }),
  ],
});

const cold = (list, from, to) => ({
  ...base(from, to),
  tooltip: tooltip((i) => `${time(list[i].at)}\n${count(list[i].requests)} requests\n${list[i].cold} met a cold start\n${list[i].failed} failed, ${list[i].throttled} throttled`),
  series: [
    bars('a cold start', 'user', pairs(list, (it) => it.cold || null)),
    bars('a failure or 429', 'bad', pairs(list, (it) => it.failed + it.throttled || null)),
  ],
});

const latency = (list, from, to) => ({
  ...base(from, to, { type: 'log', min: ({ min }) => whole(Math.floor, min), max: ({ max }) => whole(Math.ceil, max), axisLabel: { ...axis(), formatter: (value) => value.toLocaleString('en-GB', { maximumSignificantDigits: 2 }) } }),
  tooltip: tooltip((i) => list[i].requests
    ? `${time(list[i].at)}\n${count(list[i].requests)} requests\np50 ${milliseconds(list[i].p50)}\np99 ${milliseconds(list[i].p99)}`
    : `${time(list[i].at)}\nno request`),
  series: [
    series('p50', 'user', 'solid', pairs(list, (it) => it.p50), { connectNulls: true, symbol: 'circle', symbolSize: 4 }),
    series('p99', 'faint', [4, 3], pairs(list, (it) => it.p99), { connectNulls: true, symbol: 'triangle', symbolSize: 5 }),
  ],
});

const billed = (list, from, to) => ({
  ...base(from, to, { minInterval: 0, axisLabel: { ...axis(), formatter: (value) => value.toLocaleString('en-GB', { maximumSignificantDigits: 3 }) } }),
  tooltip: tooltip((i) => {
    const it = list[i].billed;
    return it
      ? `${time(list[i].at)}\nusers ${gbSeconds(it.usersGbSeconds)}, ${usd(it.usersUsd)}\nwarming ${gbSeconds(it.warmingGbSeconds)}, ${usd(it.warmingUsd)}`
      : `${time(list[i].at)}\nnothing`;
  }),
  series: [
    series('users', 'user', 'solid', pairs(list, (it) => it.billed?.usersGbSeconds ?? 0), { step: 'end' }),
    series('warming', 'held', [4, 3], pairs(list, (it) => it.billed?.warmingGbSeconds ?? 0), { step: 'end' }),
  ],
});

const cycles = (list) => {
  const settings = base();
  return {
    ...settings,
    xAxis: { ...settings.xAxis, type: 'category', min: null, max: null, axisLabel: axis(), data: list.map((it) => time(it.at)) },
    tooltip: tooltip((i) => `${time(list[i].at)} ${list[i].function}\n${line(list[i]).replaceAll(', ', '\n')}`),
    series: [
      {
        ...bars('target', 'panel', list.map((it) => it.target ?? 0), { borderColor: colour('ink'), borderWidth: 1, borderType: 'dashed' }),
        barGap: '-100%', barMaxWidth: 18,
      },
      {
        ...bars('reached', 'held', list.map((it) => ({
          value: it.reached ?? 0,
          itemStyle: (it.reached ?? 0) < (it.target ?? 0) || it.state === 'failed' ? { color: colour('bad') } : {},
        }))),
        barMaxWidth: 18,
      },
    ],
  };
};

export class Charts {
  #state;
  #span;
  #turn = 0;
  #charts;

  // span: how many seconds are shown.
  constructor(state, span) {
    this.#state = state;
    this.#span = span;
    this.#charts = [
      ['c-levels', () => levels(...this.#parts())],
      ['c-cold', () => cold(...this.#parts())],
      ['c-latency', () => latency(...this.#parts())],
      ['c-billed', () => billed(...this.#parts())],
      ['c-cycles', () => cycles([...this.#state.cycles.values()].filter((it) => it.state !== 'running' && !it.dropped).slice(-30))],
    ].map(([id, option]) => {
      const element = document.getElementById(id);
      const chart = globalThis.echarts.init(element, null, { renderer: 'canvas' });
      const it = { chart, option, seen: true };
      new ResizeObserver(() => chart.resize()).observe(element);
      new IntersectionObserver(([entry]) => (it.seen = entry.isIntersecting)).observe(element);
      return it;
    });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.all());
  }

  // The next one, if anybody can see it; all of them once in as many turns.
  next() {
    const { chart, option, seen } = this.#charts[this.#turn];
    this.#turn = (this.#turn + 1) % this.#charts.length;
    if (seen) chart.setOption(option());
  }

  all() {
    this.#charts.forEach(({ chart, option }) => chart.setOption(option(), { notMerge: true }));
  }

  #parts() {
    const span = this.#span();
    const list = parts(this.#state.seconds, this.#state.now, span);
    return [list, list[0].at, list.at(-1).at];
  }
}

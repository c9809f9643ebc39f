'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const dashes = ['dotted', 'solid', 'dashed', 'solid', 'dashed', 'solid'];
  const ecdf = document.getElementById('ecdf');
  const charts = [];

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const seriesColour = (index) => colour(`series-${index % dashes.length}`);
  const milliseconds = (value) => value.toLocaleString('en-GB', { maximumSignificantDigits: value < 1000 ? 3 : 4 });
  const metric = () => document.querySelector('input[name=metric]:checked').value;
  const metricTitle = () => document.querySelector('input[name=metric]:checked + span').textContent;
  const megabytes = (size) => `${size.toLocaleString('en-GB')} MB`;
  const variant = (metricName, packageName, memory) =>
    data.metrics[metricName].find((v) => v.package === packageName && v.memory === memory);

  // Whole powers of ten, so that every facet has the same scale.
  const range = (values) => ({
    min: 10 ** Math.floor(Math.log10(Math.min(...values))),
    max: 10 ** Math.ceil(Math.log10(Math.max(...values))),
  });

  const timeAxis = (values) => ({
    type: 'log',
    ...range(values),
    axisLabel: { color: colour('faint'), formatter: milliseconds, hideOverlap: true },
    axisLine: { lineStyle: { color: colour('line') } },
    splitLine: { lineStyle: { color: colour('line') } },
    nameTextStyle: { color: colour('faint') },
  });

  const tooltip = (formatter) => ({
    trigger: 'axis',
    confine: true,
    backgroundColor: colour('panel'),
    borderColor: colour('line'),
    textStyle: { color: colour('ink'), fontSize: 12 },
    axisPointer: { snap: false, label: { show: false }, lineStyle: { color: colour('faint') } },
    formatter,
  });

  const base = () => ({ animation: false, aria: { enabled: true }, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily } });

  // The empirical distribution: at each value a step up by one start.
  const steps = (values) => [[values[0], 0], ...values.map((value, i) => [value, (100 * (i + 1)) / values.length])];
  const shareWithin = (values, limit) => Math.round((100 * values.filter((value) => value <= limit).length) / values.length);

  const distribution = (memory) => {
    const all = data.metrics[metric()].flatMap((v) => v.values);
    const shown = data.packages.map((name) => variant(metric(), name, memory));
    return {
      ...base(),
      grid: { left: 8, right: 18, top: 12, bottom: 24, containLabel: true },
      xAxis: { ...timeAxis(all), name: `${metricTitle()}, ms`, nameLocation: 'middle', nameGap: 26 },
      yAxis: {
        type: 'value',
        min: 0,
        max: 100,
        interval: 25,
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: { color: colour('faint'), formatter: '{value} %' },
        splitLine: { lineStyle: { color: colour('line') } },
      },
      tooltip: tooltip((points) => {
        const limit = points[0].axisValue;
        const lines = shown.flatMap((v, i) =>
          v ? [`<span style="color:${seriesColour(i)}">●</span> ${shareWithin(v.values, limit)} % of ${data.packages[i]}`] : []);
        return `within ${milliseconds(limit)} ms<br>${lines.join('<br>')}`;
      }),
      series: shown.map((v, i) => ({
        name: data.packages[i],
        type: 'line',
        step: 'end',
        symbol: 'none',
        data: v ? steps(v.values) : [],
        lineStyle: { color: seriesColour(i), width: 2, type: dashes[i % dashes.length] },
        itemStyle: { color: seriesColour(i) },
        emphasis: { disabled: true },
      })),
    };
  };

  const againstMemory = (metricName) => {
    const line = (name, i, statistic) => ({
      name,
      type: 'line',
      data: data.memory.map((memory) => variant(metricName, name, memory)?.[statistic] ?? null),
      symbol: statistic === 'p50' ? 'circle' : 'none',
      symbolSize: 6,
      lineStyle: {
        color: seriesColour(i),
        width: statistic === 'p50' ? 2.5 : 1,
        opacity: statistic === 'p50' ? 1 : 0.7,
        type: statistic === 'p50' ? dashes[i % dashes.length] : 'solid',
      },
      itemStyle: { color: seriesColour(i) },
      emphasis: { disabled: true },
    });
    return {
      ...base(),
      grid: { left: 8, right: 18, top: 14, bottom: 24, containLabel: true },
      xAxis: {
        type: 'category',
        boundaryGap: data.memory.length < 3,
        data: data.memory.map((size) => size.toLocaleString('en-GB')),
        name: 'memory size, MB',
        nameLocation: 'middle',
        nameGap: 26,
        nameTextStyle: { color: colour('faint') },
        axisLabel: { color: colour('faint') },
        axisLine: { lineStyle: { color: colour('line') } },
      },
      yAxis: timeAxis(data.metrics[metricName].flatMap((v) => [v.p50, v.p99])),
      tooltip: tooltip((points) => {
        const memory = data.memory[points[0].dataIndex];
        const lines = data.packages.flatMap((name, i) => {
          const v = variant(metricName, name, memory);
          return v ? [`<span style="color:${seriesColour(i)}">●</span> ${name} ${milliseconds(v.p50)} ms (p99 ${milliseconds(v.p99)})`] : [];
        });
        return `${megabytes(memory)}<br>${lines.join('<br>')}`;
      }),
      series: data.packages.flatMap((name, i) => [line(name, i, 'p50'), line(name, i, 'p99')]),
    };
  };

  const add = (element, option) => {
    const chart = echarts.init(element, null, { renderer: 'canvas' });
    charts.push({ chart, option });
    new ResizeObserver(() => chart.resize()).observe(element);
  };

  for (const memory of data.memory) {
    const figure = ecdf.appendChild(document.createElement('figure'));
    figure.appendChild(document.createElement('figcaption')).textContent = megabytes(memory);
    const element = figure.appendChild(document.createElement('div'));
    element.className = 'chart';
    add(element, () => distribution(memory));
  }
  add(document.getElementById('init-memory'), () => againstMemory('INIT'));
  add(document.getElementById('first-memory'), () => againstMemory('FIRST_RESPONSE'));

  const draw = () => charts.forEach(({ chart, option }) => chart.setOption(option(), true));
  document.querySelectorAll('input[name=metric]').forEach((input) => input.addEventListener('change', draw));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  draw();
})();

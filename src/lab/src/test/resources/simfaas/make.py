#!/usr/bin/env python3
# Cold starts by SimFaaS (PyPI, simfaas==0.2.2), for QueueingTest: python make.py > cold-starts.csv
# It gives a request to the newest environment; which of those idle gets it is put in here, all else is its own.
import numpy as np
from simfaas.ServerlessSimulator import ServerlessSimulator
from simfaas.SimProcess import SimProcess

REQUESTS = 200_000


class Exponential(SimProcess):
    """Exponentially distributed, after a time that is always there."""

    def __init__(self, mean, always=0.0):
        super().__init__()
        self.mean, self.always = mean, always

    def generate_trace(self):
        return self.always + np.random.exponential(self.mean)


class Routed(ServerlessSimulator):
    choose = None

    def schedule_warm_instance(self, t):
        return self.choose([s for s in self.servers if s.is_ready()])


ROUTINGS = {
    "RECENT": lambda idle: max(idle, key=lambda s: s.next_termination),
    "LEAST_RECENT": lambda idle: min(idle, key=lambda s: s.next_termination),
    "RANDOM": lambda idle: idle[np.random.randint(len(idle))],
}
# Requests a second, seconds of work, seconds of start, seconds that an idle environment lives
CASES = [(0.02, 2.0, 1.0, 60.0), (1.0, 3.0, 1.0, 4.0), (5.0, 0.5, 2.0, 1.5)]

print("routing,perSecond,work,start,idle,requests,cold")
for rate, work, start, idle in CASES:
    for name, choose in ROUTINGS.items():
        np.random.seed(20261126)
        sim = Routed(
            arrival_process=Exponential(1 / rate),
            warm_service_process=Exponential(work),
            cold_service_process=Exponential(work, start),
            expiration_threshold=idle,
            max_time=REQUESTS / rate,
        )
        sim.choose = choose
        sim.generate_trace()
        print(
            name, rate, work, start, idle, sim.total_req_count, sim.total_cold_count, sep=",", flush=True,
        )

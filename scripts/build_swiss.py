#!/usr/bin/env python3
"""Build the Swiss day, scenarios/flow/swiss-2018-08-01.json.gz, from the Python wheel `traffic` 2.13 (MIT).

pip downloads the wheel; in it are ADS-B positions over Switzerland on 1 August 2018 and polygons of the flight
information regions. The rules are told in words in scenarios/README.md. Needs Python 3.10 and no packages.
"""
import argparse
import gzip
import hashlib
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter, defaultdict
from datetime import datetime, timezone
from pathlib import Path

WHEEL_SHA256 = "5e0cd61d931d03103294361542188f08f959a55e862d5cba80ab61291021e66c"
OUTPUT = Path(__file__).resolve().parent.parent / "scenarios/flow/swiss-2018-08-01.json.gz"
REGIONS = ["EDGG", "EDMM", "LFEE", "LFMM", "LIMM", "LOVV", "LSAS"]
BANDS = [(245, 345), (345, 365), (365, 385), (385, 999)]  # flight levels, the upper one not included
VOLUMES = [(region, band) for region in REGIONS for band in BANDS]  # in the order of their ids
HOME, CONTROL = "LSAS", VOLUMES.index(("LSAS", (365, 385)))
MIDNIGHT = int(datetime(2018, 8, 1, tzinfo=timezone.utc).timestamp())
DAY, HOUR, BIN, FLIGHT_GAP, MERGE_GAP, SHORTEST = 86400, 3600, 900, 600, 60, 60  # seconds
WINDOW_BINS, MARGIN_BINS, HOME_CAPACITY = 8, 2, 38  # the capacity in flights an hour

# By volume: crossings, most entries in an hour, the quarter in which that hour starts, most flights inside at a minute.
# Excess: entries above a capacity, summed over the hours from each quarter and over the Swiss volumes.
FIGURES = {"flights": 1244, "volumes": 28, "crossings": 3808,
           ("LSAS", (365, 385)): (636, 52, "08:15", 14), ("LSAS", (345, 365)): (477, 48, "11:00", 11),
           ("LFEE", (365, 385)): (286, 28, "11:00", 5), ("LIMM", (365, 385)): (236, 21, "19:15", 4),
           "excess": {30: 667, 35: 342, 40: 133, 45: 28}}

SOURCE = ("Positions: The OpenSky Network, as sampled in the Python package traffic 2.13 (MIT). "
          "Cite Schaefer et al. 2014 (IPSN) and Olive 2019 (JOSS). Derived data: MIT. "
          "Only flights seen for ten minutes or more above about flight level 300, 05:00 to 22:00 UTC.")
NOTE = ("Capacities are ours and not published: 38 flights an hour in the Swiss volumes; elsewhere the busiest "
        "hour of the volume rounded to the nearest five, at least five. The level bands are ours too.")


def read_wheel(wheel):
    """Positions and region polygons, from the wheel given or from the one pip downloads."""
    with tempfile.TemporaryDirectory() as folder:
        if wheel is None:
            print("downloading the wheel traffic 2.13 (28 MB)", file=sys.stderr)
            pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
            if subprocess.run([*pip, "--dest", folder, "traffic==2.13"], check=False).returncode:
                sys.exit("pip could not download the wheel; --wheel FILE takes a copy that you have")
            wheel = next(Path(folder).glob("traffic-2.13-*.whl"))
        if not wheel.is_file() or hashlib.sha256(wheel.read_bytes()).hexdigest() != WHEEL_SHA256:
            sys.exit(f"{wheel} is missing, or not the wheel this script was written for: its SHA-256 differs")
        with zipfile.ZipFile(wheel) as archive:
            points = json.loads(gzip.decompress(archive.read("traffic/data/samples/collections/switzerland.json.gz")))
            return points, json.loads(archive.read("traffic/data/eurocontrol/eurofirs.json"))["features"]


def flights_of(points):
    """(call sign, track) of each flight: one airframe and call sign without a long gap; by first observation."""
    tracks = defaultdict(list)
    for p in points:
        second = p["timestamp"] // 1000 - MIDNIGHT
        tracks[p["callsign"], p["icao24"]].append((second, p["longitude"], p["latitude"], p["altitude"] / 100))
    flights = []
    for (call_sign, airframe), track in tracks.items():
        track.sort()
        cuts = [i for i in range(1, len(track)) if track[i][0] - track[i - 1][0] > FLIGHT_GAP]
        for start, end in zip([0] + cuts, cuts + [len(track)]):
            flights.append((track[start][0], call_sign, airframe, track[start:end]))
    return [(call_sign, track) for _, call_sign, _, track in sorted(flights)]


class Footprint:
    """Point in polygon by counting crossed edges; edges are filed by strips of latitude, so a question meets few."""

    STRIP = 0.01  # degrees

    def __init__(self, ring):
        self.strips = defaultdict(list)
        for (x1, y1), (x2, y2) in zip(ring, ring[1:]):
            for strip in range(int(min(y1, y2) / self.STRIP), int(max(y1, y2) / self.STRIP) + 1):
                self.strips[strip].append((x1, y1, x2, y2))

    def holds(self, lon, lat):
        return sum((y1 > lat) != (y2 > lat) and lon < x1 + (lat - y1) * (x2 - x1) / (y2 - y1)
                   for x1, y1, x2, y2 in self.strips.get(int(lat / self.STRIP), ())) % 2 == 1


def crossings_of(track, footprints):
    """Stays of a flight, (first second inside, last second inside, volume): short gaps merged, short stays dropped."""
    stays, before = defaultdict(list), None
    for second, lon, lat, level in track:
        volume = next((v for v, (region, (low, high)) in enumerate(VOLUMES)
                       if low <= level < high and footprints[region].holds(lon, lat)), None)
        if volume is not None:
            spells = stays[volume]
            if spells and (volume == before or second - spells[-1][1] <= MERGE_GAP):
                spells[-1][1] = second
            else:
                spells.append([second, second])
        before = volume
    return sorted((a, b, v) for v, spells in stays.items() for a, b in spells if b - a >= SHORTEST)


def intervals_of(track, crossing):
    """(volume, bin, entry, exit) for each bin of a crossing; the first point in the next bin ends one, opens one."""
    entry, leave, volume = crossing
    opened = {}
    for second, *_ in track:
        if entry <= second <= leave:
            opened.setdefault(second // BIN, second)
    ends = list(opened.values())[1:] + [leave]
    return [(volume, b, start, end) for (b, start), end in zip(opened.items(), ends)]


def sliding_hour(entries):
    """Entries in the hour that starts at each quarter of the day."""
    return [sum(t <= entry < t + HOUR for entry in entries) for t in range(0, DAY, BIN)]


def check(flights, crossings):
    """Entry times by volume, once the figures this day is known for hold: else a mistake here, or other data."""
    spans = defaultdict(list)
    for entry, leave, v in sorted(c for stays in crossings for c in stays):
        spans[v].append((entry, leave))
    entries = {v: [entry for entry, _ in stays] for v, stays in spans.items()}

    def known_for(v):
        hours = sliding_hour(entries[v])
        start = hours.index(max(hours)) * BIN
        inside = max(sum(a <= t < b for a, b in spans[v]) for t in range(0, DAY, 60))
        return len(spans[v]), max(hours), f"{start // HOUR:02}:{start // 60 % 60:02}", inside

    home = [n for v, (region, _) in enumerate(VOLUMES) if region == HOME for n in sliding_hour(entries[v])]
    found = {"flights": len(flights), "volumes": len(spans), "crossings": sum(map(len, crossings)),
             **{volume: known_for(VOLUMES.index(volume)) for volume in FIGURES if volume in VOLUMES},
             "excess": {capacity: sum(max(0, n - capacity) for n in home) for capacity in FIGURES["excess"]}}
    if found != FIGURES:
        sys.exit(f"the figures do not hold: expected {FIGURES}, found {found}")
    return entries


def outlines_of(features, tolerance=0.07):
    """Footprints with few points. Borders are cut where a third region meets, so neighbours keep the same border."""
    owners = defaultdict(set)
    for feature in features:
        shape = feature["geometry"]
        for rings in shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]:
            for point in rings[0]:
                owners[tuple(point)].add(feature["properties"]["IDENT"])

    def thin(arc):  # Douglas and Peucker, on a plane that is true at 47 degrees north
        first, *_, last = plane = [complex(x * 0.682, y) for x, y in arc]
        far, at = max((abs(((p - first) * (last - first).conjugate()).imag), i) for i, p in enumerate(plane))
        if far <= tolerance * abs(last - first):
            return [arc[0], arc[-1]]
        return thin(arc[:at + 1]) + thin(arc[at:])[1:]

    outlines = {}
    for feature in features:
        if feature["properties"]["IDENT"] in REGIONS:
            ring = [tuple(p) for p in feature["geometry"]["coordinates"][0]][:-1]
            first, *others = [i for i, p in enumerate(ring) if len(owners[p]) > 2]
            cuts = [0] + [i - first for i in others] + [len(ring)]
            ring = ring[first:] + ring[:first + 1]
            thinned = [p for a, b in zip(cuts, cuts[1:]) for p in thin(ring[a:b + 1])[1:]]
            outlines[feature["properties"]["IDENT"]] = [[[round(x, 3), round(y, 3)] for x, y in thinned[-1:] + thinned]]
    return outlines


def flows_of(crossings, intervals, window):
    """Flights in the control volume in the window or two bins around it, by the region they come from."""
    low, high = window[0] - MARGIN_BINS, window[1] + MARGIN_BINS
    flows = defaultdict(list)
    for i, rows in enumerate(intervals):
        hit = next((entry for volume, b, entry, _ in rows if volume == CONTROL and low <= b < high), None)
        if hit is not None:
            passed = [VOLUMES[v][0] for entry, _, v in crossings[i] if entry < hit and VOLUMES[v][0] != HOME]
            flows[passed[-1] if passed else HOME].append(i)
    return dict(sorted(flows.items()))


def candidates(demand):
    """A few ways to hold the flows, to try at once; `demand` is the intervals of each flow in the window."""
    def shared(per_hour):  # whole flights a quarter: one for each flow, the rest by largest remainder
        quarters = per_hour // 4 - len(demand)
        exact = {flow: quarters * n / sum(demand.values()) for flow, n in demand.items()}
        quota = {flow: 1 + int(x) for flow, x in exact.items()}
        for flow in sorted(exact, key=lambda f: int(exact[f]) - exact[f])[:per_hour // 4 - sum(quota.values())]:
            quota[flow] += 1
        return {flow: 4 * n for flow, n in quota.items()}

    free = {flow: "inf" for flow in demand}
    return [{"name": "As filed", "rates": free},
            {"name": "40 an hour, shared by demand", "rates": shared(40)},
            {"name": "72 an hour, shared by demand", "rates": shared(72)},
            {"name": "Only LIMM, at 12 an hour", "rates": {**free, "LIMM": 12}},
            {"name": "Only EDMM and LSAS, at 4 an hour each", "rates": {**free, "EDMM": 4, "LSAS": 4}}]


def build(points, features):
    """The scenario as a dictionary, in the order of the file."""
    footprints = {f["properties"]["IDENT"]: Footprint(f["geometry"]["coordinates"][0])
                  for f in features if f["properties"]["IDENT"] in REGIONS}
    flights = flights_of(points)
    crossings = [crossings_of(track, footprints) for _, track in flights]
    intervals = [[row for crossing in stays for row in intervals_of(track, crossing)]
                 for (_, track), stays in zip(flights, crossings)]
    entries = check(flights, crossings)

    per_bin = Counter(entry // BIN for entry in entries[CONTROL])
    start = max(range(DAY // BIN - WINDOW_BINS + 1), key=lambda s: sum(per_bin[s + k] for k in range(WINDOW_BINS)))
    window = [start, start + WINDOW_BINS]
    flows = flows_of(crossings, intervals, window)
    demand = {flow: sum(v == CONTROL and window[0] <= b < window[1] for i in members for v, b, *_ in intervals[i])
              for flow, members in flows.items()}

    outlines, volumes, described, rows = outlines_of(features), [], [], []
    for v, (region, (low, high)) in enumerate(VOLUMES):
        capacity = HOME_CAPACITY if region == HOME else max(5, (max(sliding_hour(entries[v])) + 2) // 5 * 5)
        volumes.append({"id": f"{region} {low}-{high}", "hourlyCapacity": {str(h): capacity for h in range(24)},
                        "lowerLevel": low, "upperLevel": high, "outline": outlines[region]})
    for i, (call_sign, track) in enumerate(flights):
        first = track[0][0]
        takeoff = datetime.fromtimestamp(MIDNIGHT + first, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S")
        airline = {"operator": call_sign[:3]} if re.match("[A-Z]{3}[0-9]", call_sign) else {}  # else a registration
        described.append({"id": f"F{i + 1:04}", "takeoffTime": takeoff, **airline})
        rows += [(i, v, b, entry - first, leave - first) for v, b, entry, leave in intervals[i]]
    return {"version": 1, "kind": "flow", "title": "Swiss upper airspace, 1 August 2018", "source": SOURCE,
            "synthetic": False, "capacitiesNote": NOTE, "timeBinMinutes": BIN // 60, "trafficVolumes": volumes,
            "flights": described,
            "intervals": dict(zip(("flight", "tv", "bin", "entryTimeS", "exitTimeS"), map(list, zip(*rows)))),
            "flows": {flow: [described[i]["id"] for i in members] for flow, members in flows.items()},
            "controlVolume": volumes[CONTROL]["id"], "windowBins": window, "candidates": candidates(demand)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wheel", type=Path, help="a copy of the wheel traffic 2.13 (default: pip downloads it)")
    parser.add_argument("--output", type=Path, default=OUTPUT, help="where to write (default: the file above)")
    options = parser.parse_args()
    text = json.dumps(build(*read_wheel(options.wheel)), separators=(",", ":")).encode()
    size = options.output.write_bytes(gzip.compress(text, 9, mtime=0))
    print(f"all figures hold; wrote {options.output}: {size} bytes, {len(text)} of JSON")


if __name__ == "__main__":
    main()

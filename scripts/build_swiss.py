#!/usr/bin/env python3
"""Build the Swiss day: scenarios/flow/swiss-2018-08-01.json.gz.

Input: 139,098 ADS-B positions over Switzerland, 1 August 2018, and flight
information region polygons, both inside the Python wheel `traffic` 2.13 (MIT),
which pip downloads. Output: one scenario file, version 1, gzipped.
The rules are told in words in scenarios/README.md. Needs Python 3.10, no packages.
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
from math import cos, hypot, inf, radians
from pathlib import Path

WHEEL_SHA256 = "5e0cd61d931d03103294361542188f08f959a55e862d5cba80ab61291021e66c"
OUTPUT = Path(__file__).resolve().parent.parent / "scenarios/flow/swiss-2018-08-01.json.gz"
REGIONS = ["EDGG", "EDMM", "LFEE", "LFMM", "LIMM", "LOVV", "LSAS"]
BANDS = [(245, 345), (345, 365), (365, 385), (385, 999)]  # flight levels, the upper one not included
VOLUMES = [(region, band) for region in REGIONS for band in BANDS]  # in the order of their ids
HOME, CONTROL = "LSAS", ("LSAS", (365, 385))
MIDNIGHT = int(datetime(2018, 8, 1, tzinfo=timezone.utc).timestamp())
DAY, HOUR, BIN = 86400, 3600, 900  # seconds
FLIGHT_GAP, MERGE_GAP, SHORTEST = 600, 60, 60  # seconds
WINDOW_BINS, MARGIN_BINS = 8, 2
HOME_CAPACITY = 38  # flights an hour

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
            subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:",
                            "--dest", folder, "traffic==2.13"], check=True)
            wheel = next(Path(folder).glob("traffic-2.13-*.whl"))
        if hashlib.sha256(wheel.read_bytes()).hexdigest() != WHEEL_SHA256:
            sys.exit(f"{wheel.name} is not the wheel this script was written for: its SHA-256 differs")
        with zipfile.ZipFile(wheel) as archive:
            points = json.loads(gzip.decompress(archive.read("traffic/data/samples/collections/switzerland.json.gz")))
            polygons = json.loads(archive.read("traffic/data/eurocontrol/eurofirs.json"))
    return points, polygons["features"]


def flights_of(points):
    """One airframe and call sign without a gap over 600 s; in order of first observation."""
    tracks = defaultdict(list)
    for p in points:
        second = p["timestamp"] // 1000 - MIDNIGHT
        tracks[p["icao24"], p["callsign"]].append((second, p["longitude"], p["latitude"], p["altitude"] / 100))
    flights = []
    for (airframe, call_sign), track in tracks.items():
        track.sort()
        cuts = [0] + [i for i in range(1, len(track)) if track[i][0] - track[i - 1][0] > FLIGHT_GAP] + [len(track)]
        flights += [(track[a][0], call_sign, airframe, track[a:b]) for a, b in zip(cuts, cuts[1:])]
    flights.sort(key=lambda flight: flight[:3])
    return [(call_sign, track) for _, call_sign, _, track in flights]


class Footprint:
    """Point in polygon by crossing count; edges are filed by strips of latitude, so each question meets few."""

    STRIP = 0.01  # degrees

    def __init__(self, ring):
        self.strips = defaultdict(list)
        for (x1, y1), (x2, y2) in zip(ring, ring[1:]):
            for strip in range(int(min(y1, y2) / self.STRIP), int(max(y1, y2) / self.STRIP) + 1):
                self.strips[strip].append((x1, y1, x2, y2))

    def holds(self, lon, lat):
        odd = False
        for x1, y1, x2, y2 in self.strips.get(int(lat / self.STRIP), ()):
            if (y1 > lat) != (y2 > lat) and lon < x1 + (lat - y1) * (x2 - x1) / (y2 - y1):
                odd = not odd
        return odd


def crossings_of(track, footprints):
    """Stays of one flight, (entry, exit, volume index): first and last point inside, merged and filtered."""
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
    """One interval a bin: the next opens, and the one before closes, at the first point in the next bin."""
    entry, leave, volume = crossing
    opened = {}
    for second, *_ in track:
        if entry <= second <= leave:
            opened.setdefault(second // BIN, second)
    bins = sorted(opened)
    ends = [opened[b] for b in bins[1:]] + [leave]
    return [(volume, b, opened[b], end) for b, end in zip(bins, ends)]


def sliding_hour(entries):
    """Entries in the hour that starts at each quarter of the day."""
    return [sum(t <= e < t + HOUR for e in entries) for t in range(0, DAY, BIN)]


def outlines_of(features, tolerance=0.07):
    """Footprints with fewer points. Borders are cut where a third region meets, so neighbours keep one border."""
    owners = defaultdict(set)
    for feature in features:
        shape = feature["geometry"]
        for polygon in shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]:
            for point in polygon[0]:
                owners[tuple(point)].add(feature["properties"]["IDENT"])

    def thin(arc):  # Douglas and Peucker
        (x0, y0), (x1, y1) = arc[0], arc[-1]
        scale = cos(radians(47))
        dx, dy = (x1 - x0) * scale, y1 - y0
        length = hypot(dx, dy)
        far, at = max((abs(dx * (y - y0) - dy * (x - x0) * scale) / length if length
                       else hypot((x - x0) * scale, y - y0), i) for i, (x, y) in enumerate(arc))
        return [arc[0], arc[-1]] if far <= tolerance else thin(arc[:at + 1]) + thin(arc[at:])[1:]

    outlines = {}
    for feature in features:
        region = feature["properties"]["IDENT"]
        if region in REGIONS:
            ring = [tuple(p) for p in feature["geometry"]["coordinates"][0]][:-1]
            joints = [i for i, p in enumerate(ring) if len(owners[p]) > 2]
            ring, joints = ring[joints[0]:] + ring[:joints[0] + 1], [i - joints[0] for i in joints] + [len(ring)]
            thinned = [p for a, b in zip(joints, joints[1:]) for p in thin(ring[a:b + 1])[:-1]]
            outlines[region] = [[[round(x, 3), round(y, 3)] for x, y in thinned + thinned[:1]]]
    return outlines


def flows_of(flights, crossings, intervals, window):
    """Flights that enter the control volume in the window or two bins around it, by the region they come from."""
    control = VOLUMES.index(CONTROL)
    low, high = window[0] - MARGIN_BINS, window[1] + MARGIN_BINS
    flows = defaultdict(list)
    for i in range(len(flights)):
        hit = next((entry for volume, b, entry, _ in intervals[i] if volume == control and low <= b < high), None)
        if hit is not None:
            passed = [VOLUMES[v][0] for entry, _, v in crossings[i] if entry < hit and VOLUMES[v][0] != HOME]
            flows[passed[-1] if passed else HOME].append(i)
    return dict(sorted(flows.items()))


def shared(per_hour, demand):
    """A rate for each flow in proportion to its demand: whole flights a quarter, at least one (largest remainder)."""
    quarters = per_hour // 4 - len(demand)
    exact = {flow: quarters * n / sum(demand.values()) for flow, n in demand.items()}
    quota = {flow: 1 + int(x) for flow, x in exact.items()}
    for flow in sorted(exact, key=lambda f: (int(exact[f]) - exact[f], f))[:per_hour // 4 - sum(quota.values())]:
        quota[flow] += 1
    return {flow: 4 * n for flow, n in quota.items()}


def check(flights, crossings):
    """The figures this file is known for; anything else is a mistake here or another wheel."""
    entries, spans = defaultdict(list), defaultdict(list)
    for a, b, v in sorted(c for stays in crossings for c in stays):
        entries[v].append(a)
        spans[v].append((a, b))
    assert len(flights) == 1244 and len(entries) == len(VOLUMES) == 28 and sum(map(len, crossings)) == 3808
    for region, band, count, busiest, at, peak in [("LSAS", (365, 385), 636, 52, "08:15", 14), ("LSAS", (345, 365), 477, 48, "11:00", 11),
                                                   ("LFEE", (365, 385), 286, 28, "11:00", 5), ("LIMM", (365, 385), 236, 21, "19:15", 4)]:
        v = VOLUMES.index((region, band))
        hours = sliding_hour(entries[v])
        start = hours.index(max(hours)) * 15
        inside = max(sum(a <= t < b for a, b in spans[v]) for t in range(0, DAY, 60))
        assert (len(spans[v]), max(hours), f"{start // 60:02}:{start % 60:02}", inside) == (count, busiest, at, peak), (region, band)
    for capacity, excess in [(30, 667), (35, 342), (40, 133), (45, 28)]:
        home = [n for v, (region, _) in enumerate(VOLUMES) if region == HOME for n in sliding_hour(entries[v])]
        assert sum(max(0, n - capacity) for n in home) == excess, capacity
    return entries


def build(points, features):
    footprints = {f["properties"]["IDENT"]: Footprint(f["geometry"]["coordinates"][0])
                  for f in features if f["properties"]["IDENT"] in REGIONS}
    flights = flights_of(points)
    crossings = [crossings_of(track, footprints) for _, track in flights]
    intervals = [[q for c in stays for q in intervals_of(track, c)] for (_, track), stays in zip(flights, crossings)]
    entries = check(flights, crossings)
    outlines = outlines_of(features)

    per_bin = Counter(e // BIN for e in entries[VOLUMES.index(CONTROL)])
    start = max(range(DAY // BIN - WINDOW_BINS + 1), key=lambda s: sum(per_bin[s + k] for k in range(WINDOW_BINS)))
    window = [start, start + WINDOW_BINS]
    flows = flows_of(flights, crossings, intervals, window)
    control = VOLUMES.index(CONTROL)
    demand = {flow: sum(volume == control and window[0] <= b < window[1] for i in ids for volume, b, *_ in intervals[i])
              for flow, ids in flows.items()}

    ids = [f"F{i + 1:04}" for i in range(len(flights))]
    names = [f"{region} {low}-{high}" for region, (low, high) in VOLUMES]
    volumes = []
    for v, (region, (low, high)) in enumerate(VOLUMES):
        capacity = HOME_CAPACITY if region == HOME else max(5, (max(sliding_hour(entries[v])) + 2) // 5 * 5)
        volumes.append({"id": names[v], "hourlyCapacity": {str(h): capacity for h in range(24)},
                        "lowerLevel": low, "upperLevel": high, "outline": outlines[region]})
    rows = [(i, volume, b, entry - track[0][0], leave - track[0][0])
            for i, (_, track) in enumerate(flights) for volume, b, entry, leave in intervals[i]]
    return {
        "version": 1, "kind": "flow", "title": "Swiss upper airspace, 1 August 2018", "source": SOURCE,
        "synthetic": False, "capacitiesNote": NOTE, "timeBinMinutes": BIN // 60, "trafficVolumes": volumes,
        "flights": [described(name, *flight) for name, flight in zip(ids, flights)],
        "intervals": dict(zip(("flight", "tv", "bin", "entryTimeS", "exitTimeS"), map(list, zip(*rows)))),
        "flows": {flow: [ids[i] for i in members] for flow, members in flows.items()},
        "controlVolume": names[control], "windowBins": window, "candidates": candidates(demand)}


def described(name, call_sign, track):
    """A flight without its call sign; private registrations have no operator."""
    takeoff = datetime.fromtimestamp(MIDNIGHT + track[0][0], timezone.utc).strftime("%Y-%m-%dT%H:%M:%S")
    operator = {"operator": call_sign[:3]} if re.match("[A-Z]{3}[0-9]", call_sign) else {}
    return {"id": name, "takeoffTime": takeoff, **operator}


def candidates(demand):
    busiest = max(demand, key=demand.get)
    free = {flow: "inf" for flow in demand}
    return [{"name": "as filed", "rates": free},
            {"name": "40 an hour, shared by demand", "rates": shared(40, demand)}]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wheel", type=Path, help="a copy of the wheel traffic 2.13 (default: pip downloads it)")
    parser.add_argument("--output", type=Path, default=OUTPUT, help="where to write (default: %(default)s)")
    options = parser.parse_args()
    scenario = build(*read_wheel(options.wheel))
    text = json.dumps(scenario, separators=(",", ":")).encode()
    packed = gzip.compress(text, 9, mtime=0)
    options.output.write_bytes(packed)
    print(f"{options.output}: {len(packed)} bytes, {len(text)} of JSON, SHA-256 of the JSON {hashlib.sha256(text).hexdigest()}\n"
          f"{len(scenario['flights'])} flights, {len(scenario['trafficVolumes'])} volumes, "
          f"{len(scenario['intervals']['bin'])} intervals, window {scenario['windowBins']}, "
          f"flows { {flow: len(ids) for flow, ids in scenario['flows'].items()} }; all figures hold")


if __name__ == "__main__":
    main()
